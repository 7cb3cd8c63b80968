package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.testkit.Deciding;
import proxy.testkit.ManualClock;

class WaitingRoomTest {

    private static final Decision DECIDED = new Decision.Wait(1);

    private final ManualClock clock = new ManualClock();
    private final List<RequestFacts> asked = new ArrayList<>();
    private final List<String> order = new ArrayList<>();
    private final WaitingRoom room = new WaitingRoom(
            new Deciding(facts -> {
                asked.add(facts);
                return switch (facts.asker().name()) {
                    case "broken" -> throw new IllegalStateException("cannot be decided");
                    case "starved" -> throw new InternalError("cannot be decided");
                    default -> DECIDED;
                };
            }),
            clock::nanoTime);

    private WaitingRoom.Ticket enters(String caller, int priority, int tokens, long millis) {
        return room.enter(Ask.ask(tokens).by(caller, priority).facts(), millis, decision -> {
            assertEquals(DECIDED, decision.get());
            order.add(caller);
        });
    }

    private List<String> wakes(long millis) {
        clock.pass(Duration.ofMillis(millis));
        order.clear();
        room.wake();
        return List.copyOf(order);
    }

    @Test
    void who_waits_is_decided_once_when_the_time_has_come() {
        enters("a", 1, 100, 50);
        assertEquals(List.of(), wakes(49));
        assertEquals(List.of("a"), wakes(1));
        assertEquals(List.of(), wakes(1_000));
        assertEquals(List.of(Ask.ask(100).by("a", 1).facts()), asked);
    }

    @Test
    void who_leaves_is_not_decided() {
        var ticket = enters("a", 1, 100, 50);
        enters("a", 1, 200, 50);
        ticket.leave();
        ticket.leave();
        assertEquals(List.of("a"), wakes(50));
        assertEquals(200, asked.getFirst().tokens());
        ticket.leave();
    }

    @Test
    void the_last_of_a_caller_leaves_nothing_behind() {
        enters("a", 1, 100, 50).leave();
        enters("b", 1, 100, 50);
        assertEquals(List.of("b"), wakes(50));
    }

    @Test
    void the_first_priority_goes_before_the_second() {
        enters("later", 2, 100, 50);
        enters("first", 1, 100, 50);
        assertEquals(List.of("first", "later"), wakes(50));
    }

    @Test
    void callers_take_turns_by_their_tokens() {
        for (var request = 0; request < 5; request++) {
            enters("many", 1, 600, 50);
        }
        enters("few", 1, 600, 50);
        enters("few", 1, 600, 50);
        assertEquals(List.of("many", "few", "many", "many", "few", "many", "many"), wakes(50));
    }

    @Test
    void a_thousand_tokens_are_a_turn() {
        enters("a", 1, 1_000, 50);
        enters("a", 1, 1, 50);
        enters("b", 1, 1_001, 50);
        enters("c", 1, 1, 50);
        assertEquals(List.of("a", "c", "a", "b"), wakes(50));
    }

    @Test
    void turns_that_nobody_can_use_take_no_time() {
        for (var caller = 0; caller < 1_000; caller++) {
            enters("caller " + caller, 1, Integer.MAX_VALUE - 1_000 * caller, 50);
        }
        assertTimeout(Duration.ofSeconds(2), () -> wakes(50));
        assertEquals("caller 999", order.getFirst());
        assertEquals(1_000, order.size());
    }

    @Test
    void no_turns_are_saved_up_for_another_time() {
        enters("a", 1, 100, 50);
        enters("a", 1, 900, 100);
        enters("b", 1, 100, 100);
        assertEquals(List.of("a"), wakes(50));
        enters("a", 1, 101, 50);
        enters("a", 1, 900, 50);
        assertEquals(List.of("a", "b", "a", "a"), wakes(50));
    }

    @Test
    void who_has_to_wait_longer_keeps_nobody_else() {
        enters("a", 1, 100, 500);
        enters("a", 1, 200, 50);
        assertEquals(List.of("a"), wakes(50));
        assertEquals(200, asked.getFirst().tokens());
        assertEquals(List.of("a"), wakes(450));
    }

    @Test
    void requests_of_a_caller_keep_their_order() {
        enters("a", 1, 100, 50);
        enters("a", 1, 200, 50);
        wakes(50);
        assertEquals(List.of(100, 200), asked.stream().map(RequestFacts::tokens).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken", "starved"})
    void one_that_cannot_be_decided_hears_that_and_the_others_hear_their_decision(String caller) {
        var told = new ArrayList<String>();
        room.enter(Ask.ask().by(caller, 1).facts(), 50, decision -> {
            told.add(assertThrows(Throwable.class, decision::get).getMessage());
        });
        enters("a", 1, 100, 50);
        assertEquals(List.of("a"), wakes(50));
        assertEquals(List.of("cannot be decided"), told);
    }
}
