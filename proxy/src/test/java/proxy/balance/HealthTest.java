package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import proxy.balance.Decision.Cause;

/** Accounts that fail, and pools that fall silent. */
class HealthTest {

    private static final Backend A1 = Scene.backend("a1", "a");
    private static final Backend A2 = Scene.backend("a2", "a");
    private static final Backend B = Scene.backend("b", "b");

    private final Scene scene =
            new Scene().pool("a", 600, 60_000).pool("b", 600, 60_000).with(A1, A2, B);

    private Placement sendTo(Backend backend) {
        for (var fall = 0; fall < 64; fall++) {
            scene.dice.fall(fall % 2, 0, fall / 2 % 2, fall / 4 % 2);
            var placement = scene.send(Ask.ask());
            while (scene.dice.nextInt(1_000) != 0) {
                // What was not needed.
            }
            if (placement.backend().equals(backend)) {
                return placement;
            }
            scene.balancer().record(placement, new Outcome.Cancelled());
        }
        throw new AssertionError("never sent to " + backend);
    }

    private Set<String> reached() {
        var reached = new HashSet<String>();
        for (var fall = 0; fall < 64; fall++) {
            scene.dice.fall(fall % 2, 0, fall / 2 % 2, fall / 4 % 2);
            var placement = scene.send(Ask.ask());
            reached.add(placement.backend().account());
            scene.balancer().record(placement, new Outcome.Cancelled());
        }
        return reached;
    }

    @Test
    void a_failing_account_is_left_alone_and_its_siblings_serve() {
        assertEquals(Set.of("a1", "a2", "b"), reached());
        scene.failed(sendTo(A1));
        assertEquals(Set.of("a2", "b"), reached());
        assertEquals(250, scene.status("a1").ejectedMillis());
        assertEquals(0, scene.status("a2").ejectedMillis());
    }

    @Test
    void an_ejected_account_is_probed_by_one_request_alone() {
        scene.failed(sendTo(A1));
        scene.pass(250);
        var probe = sendTo(A1);
        assertEquals(Set.of("a2", "b"), reached());
        scene.answered(probe);
        assertEquals(Set.of("a1", "a2", "b"), reached());
    }

    @Test
    void a_request_that_was_tried_before_is_the_probe_only_when_there_is_no_other_account() {
        scene.refused(sendTo(B), "retry-after-ms", "5000");
        scene.failed(sendTo(A1));
        scene.pass(250);
        for (var fall = 0; fall < 8; fall++) {
            scene.dice.fall(fall % 2, fall / 2 % 2, fall / 4 % 2);
            var placement = scene.send(Ask.ask().tried(1));
            assertEquals("a2", placement.backend().account());
            scene.balancer().record(placement, new Outcome.Cancelled());
        }
        scene.failed(sendTo(A2));
        scene.pass(1_000);
        assertEquals("a", scene.send(Ask.ask().tried(1)).backend().pool());
    }

    @Test
    void a_request_that_an_account_failed_goes_to_another_pool_first_and_then_to_a_sibling() {
        assertEquals("b", scene.sentTo(Ask.ask().failedBy(A1)));
        assertEquals("a2", scene.sentTo(Ask.ask().failedBy(A1, B)));
        scene.rejects(Cause.NO_BACKEND, 0, Ask.ask().failedBy(A1, A2, B));
    }

    @Test
    void when_all_are_ejected_the_one_that_comes_back_first_is_tried_all_the_same() {
        scene.failed(sendTo(A1));
        scene.failed(sendTo(A2));
        scene.pass(100);
        scene.failed(sendTo(B));
        assertEquals("a", scene.send(Ask.ask()).backend().pool());
        assertEquals("b", scene.sentTo(Ask.ask().failedBy(A1, A2)));
    }

    @Test
    void an_ejected_account_in_a_parked_pool_is_no_last_resort() {
        scene.refused(sendTo(B), "retry-after-ms", "5000");
        scene.failed(sendTo(A1));
        scene.failed(sendTo(A2));
        assertEquals("a", scene.send(Ask.ask()).backend().pool());
        scene.rejects(Cause.THROTTLED, 250, Ask.ask().tried(3));
    }

    @Test
    void the_proxy_is_usable_while_one_account_can_be_reached_even_in_a_parked_pool() {
        scene.refused(sendTo(B), "retry-after-ms", "5000");
        scene.unreached(sendTo(A1));
        scene.unreached(sendTo(A2));
        assertTrue(scene.balancer().usable());
    }

    @Test
    void accounts_that_fail_everyone_leave_the_proxy_usable_to_say_so() {
        scene.failed(sendTo(A1));
        scene.failed(sendTo(A2));
        scene.failed(sendTo(B));
        assertTrue(scene.balancer().usable());
    }

    @Test
    void a_proxy_that_reaches_no_account_is_not_usable_for_a_while() {
        scene.unreached(sendTo(A1));
        scene.unreached(sendTo(A2));
        scene.unreached(sendTo(B));
        assertFalse(scene.balancer().usable());
        scene.pass(14_999);
        assertFalse(scene.balancer().usable());
        scene.pass(1);
        assertTrue(scene.balancer().usable());
    }

    @Test
    void whatever_an_account_says_it_has_been_reached() {
        for (var said : List.of(
                new Outcome.Failed(), new Outcome.Answered(QuotaNews.NONE), new Outcome.Throttled(QuotaNews.NONE))) {
            var one = Scene.pools("a");
            one.unreached(one.send(Ask.ask()));
            assertFalse(one.balancer().usable());
            one.balancer().record(one.send(Ask.ask()), said);
            assertTrue(one.balancer().usable(), said.toString());
        }
    }

    @Test
    void an_account_that_cannot_be_reached_is_ejected_like_one_that_fails() {
        scene.unreached(sendTo(A1));
        assertEquals(Set.of("a2", "b"), reached());
    }

    @Test
    void a_placement_is_over_once() {
        var placement = sendTo(B);
        assertEquals(1, scene.status("b").inFlight());
        scene.finished(placement);
        scene.finished(placement);
        scene.failed(placement);
        scene.answered(placement);
        assertEquals(0, scene.status("b").inFlight());
        assertEquals(0, scene.status("b").ejectedMillis());
    }

    @Test
    void every_end_takes_a_request_off_the_account() {
        for (var outcome : List.of(
                new Outcome.Finished(),
                new Outcome.Cancelled(),
                new Outcome.Failed(),
                new Outcome.Unreached(),
                new Outcome.Throttled(QuotaNews.NONE))) {
            var placement = sendTo(A1);
            assertEquals(1, scene.status("a1").inFlight());
            scene.balancer().record(placement, outcome);
            assertEquals(0, scene.status("a1").inFlight());
            scene.pass(60_000);
        }
    }

    @Test
    void the_less_busy_of_two_accounts_is_taken() {
        var one = new Scene().with(A1, A2);
        one.dice.fall(0, 0, 1);
        var first = one.sentTo(Ask.ask());
        one.dice.fall(0, 0, 1);
        assertEquals("a1", first);
        assertEquals("a2", one.sentTo(Ask.ask()));
    }

    @Test
    void a_long_prompt_goes_to_its_account_unless_that_one_is_busy() {
        var one = new Scene().with(A1, A2);
        var home = one.sentTo(Ask.ask().prefix(42));
        // 1 ≤ 1 + 1.25 × 0.5 and 2 ≤ 1 + 1.25 × 1, but 3 > 1 + 1.25 × 1.5.
        assertEquals(home, one.sentTo(Ask.ask().prefix(42)));
        assertEquals(home, one.sentTo(Ask.ask().prefix(42)));
        one.dice.fall(0, 1);
        assertNotEquals(home, one.sentTo(Ask.ask().prefix(42)));
    }

    /** Ten whole answers each, which come after 100 ms: within 300 ms is usual. */
    private void paced() {
        for (var answer = 0; answer < 10; answer++) {
            for (var backend : List.of(A1, A2, B)) {
                var placement = sendTo(backend);
                scene.pass(100);
                scene.answered(placement);
                scene.finished(placement);
            }
        }
        scene.pass(1_000);
    }

    @Test
    void a_pool_that_falls_silent_gets_one_request_per_850_ms_until_it_answers() {
        paced();
        var waiting = List.of(sendTo(A1), sendTo(A2));
        scene.pass(50);
        var other = sendTo(B);
        scene.pass(100);
        scene.answered(other);
        assertFalse(scene.status("a1").silent());
        scene.pass(150);
        assertTrue(scene.status("a1").silent());
        assertTrue(scene.status("a2").silent());
        assertFalse(scene.status("b").silent());
        assertEquals("a", scene.send(Ask.ask()).backend().pool());
        assertEquals("b", scene.sentTo(Ask.ask()));
        scene.pass(849);
        assertEquals("b", scene.sentTo(Ask.ask()));
        scene.pass(1);
        assertEquals("b", scene.sentTo(Ask.ask().tried(1)));
        assertEquals("a", scene.send(Ask.ask()).backend().pool());
        scene.answered(waiting.getFirst());
        assertFalse(scene.status("a1").silent());
        assertFalse(scene.status("a2").silent());
    }

    @Test
    void one_account_may_be_silent_alone() {
        paced();
        sendTo(A1);
        sendTo(A1);
        scene.pass(50);
        var sibling = sendTo(A2);
        scene.pass(100);
        scene.answered(sibling);
        scene.pass(299);
        assertTrue(scene.status("a1").silent());
        assertFalse(scene.status("a2").silent());
    }

    @Test
    void a_silent_pool_is_no_last_resort() {
        paced();
        sendTo(A1);
        sendTo(A2);
        scene.pass(50);
        var other = sendTo(B);
        scene.pass(100);
        scene.answered(other);
        scene.finished(other);
        scene.refused(sendTo(B), "retry-after-ms", "60000");
        scene.pass(150);
        assertEquals("a", scene.send(Ask.ask()).backend().pool());
        scene.rejects(Cause.THROTTLED, 850, Ask.ask());
        scene.pass(850);
        assertEquals("a", scene.send(Ask.ask()).backend().pool());
    }

    @Test
    void patience_is_a_second_while_nothing_is_known_and_half_of_the_usual_time_then() {
        var one = new Scene().with(A1);
        assertEquals(1_000, one.balancer().patience(one.send(Ask.ask())));
        for (var answer = 0; answer < 10; answer++) {
            one.serves(Ask.ask(), 1_000);
        }
        assertEquals(700, one.balancer().patience(one.send(Ask.ask())));
        paced();
        assertEquals(250, scene.balancer().patience(sendTo(A1)));
    }

    @Test
    void what_nobody_else_can_answer_is_not_taken_away() {
        paced();
        sendTo(A1);
        sendTo(A2);
        scene.pass(50);
        var other = sendTo(B);
        scene.pass(100);
        scene.answered(other);
        scene.pass(150);
        var kept = scene.send(Ask.ask().only(A1.account()));
        scene.pass(10_000);
        assertEquals(250, scene.balancer().patience(kept));
    }

    @Test
    void a_probe_is_given_up_as_soon_as_most_would_have_answered_once_the_pool_has_been_mute_for_long() {
        paced();
        sendTo(A1);
        sendTo(A2);
        scene.pass(50);
        var other = sendTo(B);
        scene.pass(100);
        scene.answered(other);
        scene.finished(other);
        // The last first byte was heard 1,000 ms before the two were sent: 1,200 ms of doubt are over.
        scene.pass(150);
        var probe = scene.send(Ask.ask());
        assertEquals("a", probe.backend().pool());
        assertEquals(300, scene.balancer().patience(probe));
        scene.pass(299);
        assertEquals(1, scene.balancer().patience(probe));
        scene.pass(1);
        assertEquals(0, scene.balancer().patience(probe));
    }

    @Test
    void what_has_answered_is_left_alone() {
        paced();
        var placement = sendTo(A1);
        scene.answered(placement);
        assertEquals(1_000, scene.balancer().patience(placement));
        scene.finished(placement);
        assertEquals(1_000, scene.balancer().patience(placement));
    }

    @Test
    void a_request_is_taken_away_from_a_silent_pool_after_four_times_the_usual_time() {
        paced();
        var first = sendTo(A1);
        sendTo(A2);
        scene.pass(50);
        var other = sendTo(B);
        scene.pass(100);
        scene.answered(other);
        scene.finished(other);
        scene.pass(150);
        assertEquals(4 * 300 - 300, scene.balancer().patience(first));
        scene.pass(899);
        assertEquals(1, scene.balancer().patience(first));
        scene.pass(1);
        assertEquals(0, scene.balancer().patience(first));
        scene.pass(1_000);
        assertEquals(0, scene.balancer().patience(first));
    }

    @Test
    void a_refusal_ends_a_silence_as_well_as_an_answer() {
        paced();
        var first = sendTo(A1);
        sendTo(A2);
        scene.pass(50);
        var other = sendTo(B);
        scene.pass(100);
        scene.answered(other);
        scene.finished(other);
        scene.pass(150);
        assertTrue(scene.status("a1").silent());
        scene.refused(first, "retry-after-ms", "10");
        assertFalse(scene.status("a1").silent());
        assertFalse(scene.status("a2").silent());
    }

    @Test
    void nothing_is_taken_away_while_all_others_are_ejected_or_silent() {
        paced();
        var first = sendTo(A1);
        sendTo(A2);
        scene.pass(50);
        var other = sendTo(B);
        scene.pass(100);
        scene.answered(other);
        scene.finished(other);
        scene.pass(5_000);
        assertEquals(0, scene.balancer().patience(first));
        for (var failure = 0; failure < 12 && scene.status("b").ejectedMillis() == 0; failure++) {
            scene.failed(scene.send(Ask.ask().tried(1)));
        }
        assertTrue(scene.status("b").ejectedMillis() > 0);
        assertEquals(250, scene.balancer().patience(first));
    }

    @Test
    void a_request_under_way_weighs_on_its_pool_until_it_is_over() {
        var two = new Scene().with(A1, B);
        var first = two.send(Ask.ask());
        var second = two.send(Ask.ask());
        assertNotEquals(first.backend(), second.backend());
        two.finished(first);
        assertEquals(first.backend(), two.send(Ask.ask()).backend());
    }

    @Test
    void nothing_is_taken_away_while_no_other_pool_would_take_it() {
        paced();
        var first = sendTo(A1);
        sendTo(A2);
        scene.pass(50);
        var other = sendTo(B);
        scene.pass(100);
        scene.refused(other, "retry-after-ms", "60000");
        scene.pass(5_000);
        assertEquals(250, scene.balancer().patience(first));
    }
}
