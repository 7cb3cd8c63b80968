package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static proxy.balance.Ask.ask;

import org.junit.jupiter.api.Test;

/** What callers ask of one pool, that grants five requests and 500 tokens a second. A second passes. */
class DemandTest {

    private static final long SECOND = 1_000;

    private final Callers callers = new Callers();

    private void asks(String caller, int times, int tokens, double part) {
        for (var time = 0; time < times; time++) {
            callers.asked(ask(tokens).by(caller, 1).facts(), part);
        }
    }

    private void granted(String caller, int times, int tokens) {
        for (var time = 0; time < times; time++) {
            callers.granted(ask(tokens).by(caller, 1).facts(), 0);
        }
    }

    private void settle() {
        callers.settle(5.0 / SECOND, 500.0 / SECOND, SECOND);
    }

    private void leaves(double requests, double tokens, String caller) {
        var facts = ask(1).by(caller, 1).facts();
        assertEquals(requests / SECOND, callers.requestsKept(facts), 1e-9, caller);
        assertEquals(tokens / SECOND, callers.tokensKept(facts), 1e-9, caller);
    }

    @Test
    void requests_are_scarce_when_the_many_are_small() {
        asks("small", 2, 10, 1);
        asks("many", 10, 10, 1);
        settle();
        leaves(0, 0, "small");
        leaves(2, 0, "many");
    }

    @Test
    void tokens_are_scarce_when_the_few_are_large() {
        asks("small", 1, 100, 1);
        asks("large", 1, 1_000, 1);
        settle();
        leaves(0, 0, "small");
        leaves(0, 100, "large");
    }

    @Test
    void a_pool_that_could_serve_half_of_what_is_asked_for_has_half_of_the_demand() {
        asks("small", 2, 100, 0.5);
        asks("large", 10, 1_000, 0.5);
        settle();
        leaves(1, 100, "large");
    }

    @Test
    void who_has_had_its_share_leaves_another_one_that_asks_for_too_much_its_own() {
        asks("one", 10, 100, 1);
        asks("other", 10, 100, 1);
        granted("one", 3, 100);
        settle();
        leaves(2.5, 250, "one");
        leaves(0, 0, "other");
    }

    @Test
    void a_large_request_is_served_for_longer_than_a_small_one() {
        asks("small", 1, 100, 1);
        asks("large", 10, 1_000, 1);
        settle();
        granted("large", 1, 1_000);
        var facts = ask(1).by("large", 1).facts();
        assertEquals(250, callers.requestsServedUntil(facts));
        assertEquals(2_500, callers.tokensServedUntil(facts));
    }
}
