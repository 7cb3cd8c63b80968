package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import proxy.balance.Decision.Cause;

/** Pools of 600 requests and 60,000 tokens a minute that refuse. */
class QuotaTest {

    private static final String WAIT = "retry-after-ms";
    private static final String REQUESTS_LEFT = "x-ratelimit-remaining-requests";
    private static final String TOKENS_LEFT = "x-ratelimit-remaining-tokens";

    private final Scene scene = Scene.pools("a", "b");

    private Placement sendTo(String pool, Ask ask) {
        for (var fall = 0; fall < 4; fall++) {
            scene.dice.fall(fall);
            var placement = scene.send(ask);
            if (placement.backend().pool().equals(pool)) {
                return placement;
            }
            scene.balancer().record(placement, new Outcome.Cancelled());
        }
        throw new AssertionError("never sent to " + pool);
    }

    @Test
    void a_refusal_parks_the_pool_with_all_its_accounts_for_the_wait_it_names() {
        scene.with(Scene.backend("a2", "a"), Scene.backend("a3", "a"));
        scene.refused(sendTo("a", Ask.ask()), WAIT, "5000");
        for (var request = 0; request < 50; request++) {
            assertEquals("b", scene.sentTo(Ask.ask()));
        }
        assertEquals(5_000, scene.status("a").parkedMillis());
        assertEquals(5_000, scene.status("a3").parkedMillis());
        assertEquals(0, scene.status("b").parkedMillis());
        scene.pass(4_999);
        assertEquals("b", scene.sentTo(Ask.ask()));
        scene.pass(1);
        sendTo("a", Ask.ask());
    }

    @Test
    void a_pool_that_refused_a_request_is_not_asked_again_for_it() {
        assertEquals("b", scene.sentTo(Ask.ask().refusedBy("a")));
        assertInstanceOf(Decision.Reject.class, scene.decide(Ask.ask().refusedBy("a", "b")));
    }

    @Test
    void a_refusal_for_tokens_leaves_the_pool_open_to_what_still_fits() {
        var one = Scene.pools("a");
        one.refused(one.send(Ask.ask(900)), WAIT, "5000", REQUESTS_LEFT, "50", TOKENS_LEFT, "500");
        assertEquals(0, one.status("a").parkedMillis());
        assertEquals(5_000, one.status("a").tokensParkedMillis());
        one.rejects(Cause.THROTTLED, 5_000, Ask.ask(501));
        assertEquals("a", one.sentTo(Ask.ask(500)));
        one.rejects(Cause.THROTTLED, 5_000, Ask.ask(1));
        one.pass(5_000);
        assertEquals("a", one.sentTo(Ask.ask(501)));
    }

    @Test
    void what_is_as_large_as_the_refused_never_fits_whatever_was_told_to_be_left() {
        var one = Scene.pools("a");
        var large = one.send(Ask.ask(900));
        one.refused(large, WAIT, "5000", REQUESTS_LEFT, "50", TOKENS_LEFT, "899");
        one.rejects(Cause.THROTTLED, 5_000, Ask.ask(900));
        assertEquals("a", one.sentTo(Ask.ask(899)));
    }

    @Test
    void without_requests_left_nothing_fits_however_small() {
        var one = Scene.pools("a");
        one.refused(one.send(Ask.ask(900)), WAIT, "5000", REQUESTS_LEFT, "0", TOKENS_LEFT, "500");
        assertEquals(5_000, one.status("a").parkedMillis());
        assertEquals(5_000, one.status("a").tokensParkedMillis());
        one.rejects(Cause.THROTTLED, 5_000, Ask.ask(1));
    }

    @Test
    void with_tokens_left_for_it_a_request_was_refused_for_its_own_count() {
        var one = Scene.pools("a");
        one.refused(one.send(Ask.ask(500)), WAIT, "5000", TOKENS_LEFT, "500");
        assertEquals(5_000, one.status("a").parkedMillis());
    }

    @Test
    void a_refusal_without_counts_is_for_tokens_when_our_own_count_says_so() {
        var one = Scene.pools("a");
        // 20,000 tokens are expected per window.
        one.serves(Ask.ask(19_500), 1);
        one.refused(one.send(Ask.ask(600)), WAIT, "5000");
        assertEquals(0, one.status("a").parkedMillis());
        assertEquals(5_000, one.status("a").tokensParkedMillis());
        one.rejects(Cause.THROTTLED, 5_000, Ask.ask(600));
        assertEquals("a", one.sentTo(Ask.ask(599)));
    }

    @Test
    void in_doubt_the_pool_is_closed_to_all() {
        var one = Scene.pools("a");
        one.refused(one.send(Ask.ask(600)), WAIT, "5000");
        assertEquals(5_000, one.status("a").parkedMillis());
        var unknown = new Scene().pool("a", 0, 0).with(Scene.backend("a", "a"));
        unknown.refused(unknown.send(Ask.ask(1_000_000)), WAIT, "5000");
        assertEquals(5_000, unknown.status("a").parkedMillis());
    }

    @Test
    void the_reset_of_what_lacked_is_the_wait_when_none_is_named() {
        var one = Scene.pools("a");
        one.refused(
                one.send(Ask.ask()),
                REQUESTS_LEFT,
                "0",
                "x-ratelimit-reset-requests",
                "3s",
                "x-ratelimit-reset-tokens",
                "9s");
        assertEquals(3_000, one.status("a").parkedMillis());
        var other = Scene.pools("a");
        other.refused(
                other.send(Ask.ask()),
                TOKENS_LEFT,
                "0",
                "x-ratelimit-reset-requests",
                "3s",
                "x-ratelimit-reset-tokens",
                "9s");
        assertEquals(9_000, other.status("a").tokensParkedMillis());
    }

    @Test
    void without_any_wait_the_pool_is_probed_after_a_second_by_one_request_alone() {
        var one = Scene.pools("a");
        one.refused(one.send(Ask.ask()), "retry-after", "-1");
        one.rejects(Cause.THROTTLED, 1_000, Ask.ask());
        one.pass(1_000);
        var probe = one.send(Ask.ask());
        one.rejects(Cause.THROTTLED, 600, Ask.ask());
        one.pass(20);
        one.answered(probe);
        one.send(Ask.ask());
        one.send(Ask.ask());
    }

    @Test
    void guesses_grow_to_the_time_of_fifty_requests_within_one_and_four_seconds() {
        assertEquals(List.of(1_000L, 2_000L, 4_000L, 4_000L), guesses(600));
        assertEquals(List.of(1_000L, 2_000L, 2_500L, 2_500L), guesses(1_200));
        assertEquals(List.of(1_000L, 1_000L, 1_000L, 1_000L), guesses(6_000));
        assertEquals(List.of(1_000L, 2_000L, 4_000L, 4_000L), guesses(60));
        assertEquals(List.of(1_000L, 2_000L, 4_000L, 4_000L), guesses(0));
    }

    private static List<Long> guesses(int perMinute) {
        var one = new Scene()
                .pool("a", perMinute, 0)
                .with(Scene.backend("a", "a"))
                .retries(100, 50);
        return List.of(1, 2, 3, 4).stream()
                .map(time -> {
                    one.refused(one.send(Ask.ask()));
                    var parked = one.status("a").parkedMillis();
                    one.pass(parked + 20_000);
                    return parked;
                })
                .toList();
    }

    @Test
    void a_day_is_taken_for_a_minute_and_probed_then() {
        var one = Scene.pools("a");
        one.refused(one.send(Ask.ask()), "retry-after", "86400");
        one.rejects(Cause.THROTTLED, 60_000, Ask.ask());
        one.pass(60_000);
        one.send(Ask.ask());
        one.rejects(Cause.THROTTLED, 600, Ask.ask());
    }

    @Test
    void when_all_are_parked_the_smallest_wait_is_told() {
        scene.refused(sendTo("a", Ask.ask()), WAIT, "7000");
        scene.refused(sendTo("b", Ask.ask()), WAIT, "3000");
        scene.rejects(Cause.THROTTLED, 3_000, Ask.ask());
        scene.pass(1_000);
        scene.rejects(Cause.THROTTLED, 2_000, Ask.ask());
    }

    @Test
    void the_wait_of_a_request_counts_pools_that_have_refused_it() {
        scene.refused(sendTo("a", Ask.ask()), WAIT, "7000");
        scene.refused(sendTo("b", Ask.ask()), WAIT, "3000");
        scene.rejects(Cause.THROTTLED, 3_000, Ask.ask().refusedBy("a", "b"));
    }

    @Test
    void a_request_waits_when_it_may_wait_long_enough() {
        scene.refused(sendTo("a", Ask.ask()), WAIT, "7000");
        scene.refused(sendTo("b", Ask.ask()), WAIT, "50");
        assertEquals(new Decision.Wait(50), scene.decide(Ask.ask().mayWait(50)));
        scene.rejects(Cause.THROTTLED, 50, Ask.ask().mayWait(49));
        scene.rejects(Cause.THROTTLED, 50, Ask.ask().mayWait(50).tried(3));
    }

    @Test
    void a_request_does_not_wait_for_a_pool_that_has_refused_it() {
        scene.refused(sendTo("a", Ask.ask()), WAIT, "7000");
        scene.refused(sendTo("b", Ask.ask()), WAIT, "50");
        scene.rejects(Cause.THROTTLED, 50, Ask.ask().refusedBy("b").mayWait(6_999));
        assertEquals(
                new Decision.Wait(7_000), scene.decide(Ask.ask().refusedBy("b").mayWait(7_000)));
    }

    @Test
    void a_pool_that_slides_gets_its_next_request_when_the_oldest_leaves_its_window() {
        var one = new Scene().pool("a", 0, 0).with(Scene.backend("a", "a"));
        for (var request = 0; request < 20; request++) {
            one.serves(Ask.ask(), 100);
        }
        one.refused(one.send(Ask.ask()), WAIT, "8000");
        one.pass(8_000);
        one.refused(one.send(Ask.ask()), WAIT, "100");
        // Twenty-one; the first to leave now is that of 100 ms.
        for (var wait : List.of(150, 99, 99, 99)) {
            one.rejects(Cause.THROTTLED, wait, Ask.ask());
            one.pass(wait);
            one.serves(Ask.ask(), 1);
        }
    }

    @Test
    void a_guess_that_was_too_short_is_no_sign_of_windows_that_slide() {
        var one = Scene.pools("a");
        one.refused(one.send(Ask.ask()));
        one.pass(1_000);
        one.refused(one.send(Ask.ask()));
        one.pass(2_000);
        one.serves(Ask.ask(), 1);
        for (var request = 0; request < 20; request++) {
            one.send(Ask.ask());
        }
    }

    @Test
    void a_pool_that_was_found_open_is_tried_again_when_its_next_window_begins() {
        var one = Scene.pools("a");
        one.refused(one.send(Ask.ask()));
        one.pass(1_000);
        // Its requests are counted anew every ten seconds.
        one.serves(Ask.ask(), 1);
        one.pass(7_299);
        one.refused(one.send(Ask.ask()));
        one.pass(1_000);
        one.refused(one.send(Ask.ask()));
        assertEquals(1_700, one.status("a").parkedMillis());
        one.pass(1_700);
        one.serves(Ask.ask(), 1);
    }

    @Test
    void inside_a_wait_for_tokens_nothing_goes_that_its_requests_may_not_cover() {
        var one = Scene.pools("a");
        one.refused(one.send(Ask.ask(900)), WAIT, "9000", REQUESTS_LEFT, "2", TOKENS_LEFT, "500");
        one.send(Ask.ask(10));
        one.pass(6_000);
        one.send(Ask.ask(10));
        one.rejects(Cause.THROTTLED, 3_000, Ask.ask(10));
    }

    @Test
    void a_pool_without_tokens_is_probed_by_one_large_request_while_small_ones_go_on() {
        var one = Scene.pools("a");
        one.refused(one.send(Ask.ask(900)), REQUESTS_LEFT, "50", TOKENS_LEFT, "500");
        one.rejects(Cause.THROTTLED, 1_000, Ask.ask(600));
        one.pass(1_000);
        var probe = one.send(Ask.ask(600));
        one.rejects(Cause.THROTTLED, 600, Ask.ask(600));
        one.pass(10);
        one.answered(probe, REQUESTS_LEFT, "40", TOKENS_LEFT, "10000");
        one.send(Ask.ask(600));
        one.send(Ask.ask(600));
    }

    @Test
    void a_good_small_answer_does_not_open_a_pool_to_large_requests() {
        var one = Scene.pools("a");
        one.refused(one.send(Ask.ask(900)), REQUESTS_LEFT, "50", TOKENS_LEFT, "500");
        one.pass(1_000);
        one.serves(Ask.ask(100), 1);
        one.send(Ask.ask(600));
        one.rejects(Cause.THROTTLED, 600, Ask.ask(600));
    }

    @Test
    void what_an_answer_tells_orders_the_pools() {
        var told = sendTo("a", Ask.ask());
        scene.answered(told, REQUESTS_LEFT, "1", "x-ratelimit-limit-requests", "100");
        var drawn = new HashSet<String>();
        for (var request = 0; request < 20; request++) {
            scene.dice.fall(request, 0);
            drawn.add(scene.sentTo(Ask.ask()));
        }
        assertEquals(Set.of("b"), drawn);
    }

    @Test
    void a_pool_that_was_refused_recovers_its_requests_and_tokens() {
        var one = Scene.pools("a");
        var offer = one.send(Ask.ask(10_000));
        one.refused(offer, WAIT, "1", REQUESTS_LEFT, "0");
        one.pass(1);
        // 20,000 tokens are expected per window: a refused 10,000 leaves them all.
        one.serves(Ask.ask(19_999), 1);
        assertFalse(one.status("a").silent());
    }

    @Test
    void a_request_as_large_as_what_is_left_is_not_large() {
        var one = Scene.pools("a");
        one.refused(one.send(Ask.ask(900)), REQUESTS_LEFT, "50", TOKENS_LEFT, "500");
        one.pass(1_000);
        one.send(Ask.ask(500));
        assertEquals(0, one.status("a").tokensParkedMillis());
    }

    @Test
    void the_larger_of_two_refused_counts_when_nothing_was_told() {
        var one = Scene.pools("a");
        one.serves(Ask.ask(19_500), 1);
        one.refused(one.send(Ask.ask(600)), WAIT, "5000", REQUESTS_LEFT, "50", TOKENS_LEFT, "599");
        one.rejects(Cause.THROTTLED, 5_000, Ask.ask(600));
        assertEquals("a", one.sentTo(Ask.ask(599)));
    }

    @Test
    void what_was_refused_is_not_counted_as_spent() {
        var sent = sendTo("a", Ask.ask(100));
        scene.refused(sent, WAIT, "1000", REQUESTS_LEFT, "50", "x-ratelimit-limit-requests", "100", TOKENS_LEFT, "90");
        // Fifty of a hundred requests are left in pool a after the refusal, and none was sent since.
        var drawn = new HashSet<String>();
        for (var request = 0; request < 20; request++) {
            scene.dice.fall(request, 0);
            var placement = scene.send(Ask.ask(1));
            drawn.add(placement.backend().pool());
            scene.balancer().record(placement, new Outcome.Cancelled());
        }
        assertEquals(Set.of("b"), drawn);
    }

    @Test
    void busy_pools_are_spared() {
        var placements = new HashSet<String>();
        var busy = new Scene().pool("a", 0, 0).pool("b", 0, 0).with(Scene.backend("a", "a"), Scene.backend("b", "b"));
        placements.add(busy.sentTo(Ask.ask()));
        placements.add(busy.sentTo(Ask.ask()));
        assertEquals(Set.of("a", "b"), placements);
    }

    @Test
    void the_state_of_a_pool_says_how_long_it_is_closed_what_is_left_and_what_runs() {
        var one = Scene.pools("c");
        assertEquals(new PoolStatus("c", 0, 0, OptionalLong.of(100), OptionalLong.of(20_000), 0), one.pool());
        var running = one.send(Ask.ask());
        one.refused(one.send(Ask.ask()), WAIT, "5000", REQUESTS_LEFT, "0");
        assertEquals(5_000, one.pool().parkedMillis());
        assertEquals(1, one.pool().inFlight());
        one.finished(running);
        assertEquals(0, one.pool().inFlight());
    }
}
