package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static proxy.balance.Ask.ask;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pool that grants 100 requests in ten seconds, and callers that ask evenly. */
class CallersTest {

    private static final int WINDOW = 100;

    private final Scene scene = Scene.pools("a");
    private final Map<String, Integer> got = new HashMap<>();
    private long now;
    private int granted;

    private record Caller(String name, int priority, int perSecond) {
        Ask asks() {
            return ask(10).by(name, priority);
        }
    }

    private static Caller caller(String name, int perSecond) {
        return new Caller(name, 1, perSecond);
    }

    private void seconds(int seconds, Caller... callers) {
        got.clear();
        for (var until = now + 1_000L * seconds; now < until; now += 100) {
            granted = now % 10_000 == 0 ? 0 : granted;
            for (var caller : callers) {
                var tenth = now / 100 % 10;
                var times = caller.perSecond() * (tenth + 1) / 10 - caller.perSecond() * tenth / 10;
                for (var time = 0; time < times; time++) {
                    asks(caller);
                }
            }
            scene.pass(100);
        }
    }

    private void asks(Caller caller) {
        if (!(scene.decide(caller.asks()) instanceof Decision.Forward forward)) {
            return;
        }
        if (granted == WINDOW) {
            scene.refused(forward.placement(), "retry-after-ms", "" + (10_000 - now % 10_000));
            return;
        }
        granted++;
        scene.answered(forward.placement());
        scene.finished(forward.placement());
        got.merge(caller.name(), 1, Integer::sum);
    }

    private void about(int wanted, String name) {
        assertEquals(wanted, got.get(name), 0.1 * wanted, got.toString());
    }

    private int all() {
        return got.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Test
    void who_asks_for_little_gets_it_all_while_another_one_floods() {
        seconds(60, caller("flood", 50), caller("polite", 3));
        assertEquals(60 * 3, got.get("polite"));
        assertTrue(all() >= 0.97 * 6 * WINDOW, got.toString());
    }

    @Test
    void nothing_changes_while_there_is_enough_for_all() {
        seconds(60, caller("large", 8), caller("small", 2));
        assertEquals(6 * WINDOW, all());
    }

    @Test
    void what_others_no_longer_ask_for_is_not_kept_for_long() {
        seconds(20, caller("flood", 50), caller("polite", 5));
        seconds(10, caller("flood", 50));
        assertTrue(all() >= 0.95 * WINDOW, got.toString());
        seconds(10, caller("flood", 50));
        assertEquals(WINDOW, all());
    }

    @Test
    void who_floods_more_gets_little_more() {
        seconds(60, caller("flood", 100), caller("stream", 20), caller("polite", 2));
        about(120, "polite");
        assertTrue(got.get("flood") < 1.5 * got.get("stream"), got.toString());
    }

    @Test
    void the_first_priority_has_twice_the_share_of_the_second() {
        seconds(120, new Caller("first", 1, 30), new Caller("second", 2, 30));
        about(800, "first");
        about(400, "second");
    }

    @Test
    void who_is_over_its_share_hears_so_and_when_there_is_more() {
        seconds(14, caller("flood", 50), caller("polite", 3));
        scene.rejects(Decision.Cause.OVER_SHARE, 6_000, caller("flood", 0).asks());
        assertInstanceOf(
                Decision.Forward.class, scene.decide(caller("polite", 0).asks()));
        assertEquals(
                new Decision.Wait(6_000), scene.decide(caller("flood", 0).asks().mayWait(6_000)));
    }

    @Test
    void who_waits_has_asked_once_however_often_it_is_decided() {
        var once = leftToAnother(0);
        assertTrue(once > 10, "left: " + once);
        assertEquals(once, leftToAnother(3));
    }

    /** What a flood gets at once from a pool that opens, when another caller has asked three times a second. */
    private static int leftToAnother(int timesDecidedAgain) {
        var closed = Scene.pools("a");
        closed.refused(closed.send(ask(10).by("flood", 1)), "retry-after-ms", "10000");
        for (var tenth = 0; tenth < 100; tenth++) {
            closed.decide(ask(10).by("flood", 1));
            if (tenth % 3 == 0) {
                closed.decide(ask(10).by("patient", 1).mayWait(20_000));
                for (var time = 0; time < timesDecidedAgain; time++) {
                    closed.decide(ask(10).by("patient", 1).mayWait(20_000).waited());
                }
            }
            closed.pass(100);
        }
        var got = 0;
        while (got < 1_000 && closed.decide(ask(10).by("flood", 1)) instanceof Decision.Forward) {
            got++;
        }
        return got;
    }

    @Test
    void who_is_over_its_share_hears_of_a_failure_and_not_of_its_share() {
        seconds(14, caller("flood", 50), caller("polite", 3));
        var failed = caller("flood", 0).asks().failedBy(Scene.backend("a", "a"));
        var reject = assertInstanceOf(Decision.Reject.class, scene.decide(failed));
        assertEquals(Decision.Cause.NO_BACKEND, reject.cause());
    }

    @Test
    void a_large_share_of_the_tokens_is_a_share_too() {
        // 20,000 tokens in twenty seconds.
        for (var tenth = 0; tenth < 30; tenth++) {
            scene.decide(ask(500).by("large", 1));
            scene.decide(ask(20).by("small", 1));
            scene.pass(100);
        }
        assertInstanceOf(Decision.Reject.class, scene.decide(ask(8_000).by("large", 1)));
        assertInstanceOf(Decision.Forward.class, scene.decide(ask(800).by("small", 1)));
    }

    @Test
    void callers_beyond_those_that_are_remembered_take_what_there_is() {
        for (var caller = 0; caller < Callers.MOST; caller++) {
            scene.decide(ask(1).by("caller " + caller, 1));
        }
        for (var tenth = 0; tenth < 30; tenth++) {
            for (var time = 0; time < 5; time++) {
                scene.decide(ask(1).by("caller 0", 1));
                assertInstanceOf(Decision.Forward.class, scene.decide(ask(1).by("one more", 1)));
            }
            scene.pass(100);
        }
        scene.rejects(Decision.Cause.OVER_SHARE, 7_000, ask(1).by("caller 0", 1));
    }
}
