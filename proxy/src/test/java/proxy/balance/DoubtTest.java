package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import proxy.balance.Decision.Cause;
import proxy.balance.Decision.Wait;

/** Where nothing seems to be left one request goes first, and those who can wait give it the time to be refused. */
class DoubtTest {

    private static final String WAIT = "retry-after-ms";
    private static final String REQUESTS_LEFT = "x-ratelimit-remaining-requests";
    private static final String TOKENS_LEFT = "x-ratelimit-remaining-tokens";

    private final Scene scene = Scene.pools("a");

    private static Ask patient() {
        return Ask.ask().mayWait(50);
    }

    private void tellsThatNothingIsLeft() {
        var told = scene.send(Ask.ask());
        scene.answered(told, REQUESTS_LEFT, "0");
        scene.finished(told);
    }

    @Test
    void the_first_goes_at_once_and_the_next_wait_for_its_refusal() {
        tellsThatNothingIsLeft();
        var first = scene.send(patient());
        assertEquals(new Wait(25), scene.decide(patient()));
        scene.pass(10);
        assertEquals(new Wait(15), scene.decide(patient()));
        scene.refused(first, WAIT, "5000", REQUESTS_LEFT, "0");
        scene.rejects(Cause.THROTTLED, 5_000, patient());
    }

    @Test
    void who_cannot_wait_or_would_have_no_patience_left_for_quota_is_not_refused_for_a_guess() {
        tellsThatNothingIsLeft();
        scene.send(patient());
        scene.send(Ask.ask());
        assertEquals(new Wait(25), scene.decide(patient()));
        scene.send(Ask.ask().mayWait(49));
    }

    @Test
    void a_pool_that_refuses_none_of_three_has_more_than_was_thought() {
        tellsThatNothingIsLeft();
        for (var sent = 0; sent < 3; sent++) {
            scene.send(patient());
            scene.pass(25);
        }
        scene.send(patient());
        scene.send(patient());
    }

    @Test
    void a_request_that_is_larger_than_what_is_left_is_doubted_and_a_smaller_one_is_not() {
        var told = scene.send(Ask.ask());
        scene.answered(told, TOKENS_LEFT, "1000");
        for (var sent = 0; sent < 3; sent++) {
            scene.send(patient());
        }
        scene.send(Ask.ask(1_000).mayWait(50));
        assertEquals(new Wait(25), scene.decide(Ask.ask(1_000).mayWait(50)));
    }

    @Test
    void another_pool_is_asked_meanwhile() {
        scene.pool("b", 600, 60_000).with(Scene.backend("b", "b"));
        var told = scene.send(Ask.ask().only("a"));
        scene.answered(told, REQUESTS_LEFT, "0");
        scene.send(Ask.ask().only("a"));
        for (var sent = 0; sent < 20; sent++) {
            assertEquals("b", scene.sentTo(patient()));
        }
    }

    @Test
    void the_second_priority_is_not_asked_meanwhile() {
        scene.pool("b", 600, 60_000).with(new Backend("gpt", "b", "b", "eu", 2));
        tellsThatNothingIsLeft();
        var first = scene.send(patient());
        assertEquals(new Wait(25), scene.decide(patient()));
        scene.refused(first, WAIT, "5000", REQUESTS_LEFT, "0");
        assertEquals("b", scene.sentTo(patient()));
    }

    @Test
    void a_pool_that_does_not_tell_is_doubted_when_it_has_granted_as_much_as_from_one_wait_to_the_next() {
        scene.refused(scene.send(Ask.ask()), WAIT, "1000");
        scene.pass(1_000);
        for (var sent = 0; sent < 12; sent++) {
            scene.serves(Ask.ask(), 1);
        }
        scene.refused(scene.send(Ask.ask()), WAIT, "5000");
        scene.pass(5_000);
        for (var sent = 0; sent < 13; sent++) {
            scene.send(patient());
        }
        assertEquals(new Wait(25), scene.decide(patient()));
    }

    @Test
    void a_pool_that_goes_on_after_a_doubt_is_not_doubted_for_what_it_told_before() {
        tellsThatNothingIsLeft();
        var first = scene.send(patient());
        scene.answered(first, REQUESTS_LEFT, "10");
        scene.send(patient());
        scene.send(patient());
    }
}
