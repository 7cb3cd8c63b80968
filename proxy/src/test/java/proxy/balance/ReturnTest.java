package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import proxy.balance.Decision.Cause;

/**
 * Pools of 600 requests and 60,000 tokens a minute whose wait is over: what they told before is of a window that has ended. Pool b has
 * served some requests, so pool a is the better of the two when it seems whole.
 */
class ReturnTest {

    private static final String WAIT = "retry-after-ms";
    private static final String REQUESTS_LEFT = "x-ratelimit-remaining-requests";
    private static final String REQUESTS_LIMIT = "x-ratelimit-limit-requests";
    private static final String TOKENS_LEFT = "x-ratelimit-remaining-tokens";
    private static final String TOKENS_LIMIT = "x-ratelimit-limit-tokens";
    private static final String REQUESTS_RESET = "x-ratelimit-reset-requests";
    private static final String TOKENS_RESET = "x-ratelimit-reset-tokens";

    private final Scene scene = Scene.pools("a", "b");
    private Placement before;
    private Placement refused;

    @BeforeEach
    void two_requests_are_on_their_way_to_one_pool_and_many_were_served_by_the_other() {
        before = scene.send(Ask.ask().only("a"));
        refused = scene.send(Ask.ask().only("a"));
        for (var request = 0; request < 40; request++) {
            scene.balancer().record(scene.send(Ask.ask().only("b")), new Outcome.Cancelled());
        }
    }

    private static void used(Scene scene, String pool) {
        for (var fall = 0; fall < 2; fall++) {
            scene.dice.fall(fall, 0);
            var placement = scene.send(Ask.ask());
            assertEquals(pool, placement.backend().pool());
            scene.balancer().record(placement, new Outcome.Cancelled());
        }
    }

    @Test
    void a_pool_that_refused_with_no_requests_left_is_used_again_at_once() {
        scene.refused(refused, WAIT, "1000", REQUESTS_LEFT, "0", REQUESTS_LIMIT, "100");
        scene.pass(999);
        used(scene, "b");
        scene.pass(1);
        used(scene, "a");
    }

    @Test
    void the_other_budget_may_be_whole_too_and_keeps_nobody_away() {
        scene.refused(refused, WAIT, "1000", REQUESTS_LEFT, "0", TOKENS_LEFT, "500", TOKENS_LIMIT, "20000");
        scene.pass(1_000);
        used(scene, "a");
    }

    @Test
    void a_pool_that_refused_for_tokens_may_have_its_requests_back_too() {
        scene.refused(refused, WAIT, "1000", REQUESTS_LEFT, "1", REQUESTS_LIMIT, "100", TOKENS_LEFT, "50");
        scene.pass(1_000);
        used(scene, "a");
    }

    @Test
    void news_of_a_request_that_was_sent_before_the_return_is_old() {
        scene.refused(refused, WAIT, "1000", REQUESTS_LEFT, "0", REQUESTS_LIMIT, "100");
        scene.pass(1_000);
        scene.answered(before, REQUESTS_LEFT, "0", REQUESTS_LIMIT, "100", TOKENS_LEFT, "0", TOKENS_LIMIT, "20000");
        used(scene, "a");
    }

    @Test
    void news_of_a_request_that_was_sent_after_the_return_counts() {
        scene.refused(refused, WAIT, "1000", REQUESTS_LEFT, "0", REQUESTS_LIMIT, "100");
        scene.pass(1_000);
        scene.answered(scene.send(Ask.ask().only("a")), REQUESTS_LEFT, "1", REQUESTS_LIMIT, "100");
        used(scene, "b");
    }

    @Test
    void small_requests_go_again_when_the_wait_for_requests_ends_within_the_one_for_tokens() {
        var one = Scene.pools("a");
        one.refused(one.send(Ask.ask(900)), WAIT, "9000", REQUESTS_LEFT, "50", TOKENS_LEFT, "500");
        one.refused(one.send(Ask.ask(100)), WAIT, "2000", REQUESTS_LEFT, "0", TOKENS_LEFT, "500");
        one.rejects(Cause.THROTTLED, 9_000, Ask.ask(100));
        one.pass(2_000);
        one.rejects(Cause.THROTTLED, 7_000, Ask.ask(900));
        assertEquals("a", one.sentTo(Ask.ask(100)));
    }

    @Test
    void when_requests_and_tokens_lack_each_is_closed_as_long_as_its_own_reset_says() {
        var one = Scene.pools("a");
        one.refused(
                one.send(Ask.ask(900)),
                WAIT,
                "9000",
                REQUESTS_LEFT,
                "0",
                TOKENS_LEFT,
                "500",
                REQUESTS_RESET,
                "2s",
                TOKENS_RESET,
                "9s");
        assertEquals(2_000, one.status("a").parkedMillis());
        assertEquals(9_000, one.status("a").tokensParkedMillis());
        one.rejects(Cause.THROTTLED, 9_000, Ask.ask(900));
        one.pass(2_000);
        one.rejects(Cause.THROTTLED, 7_000, Ask.ask(501));
        assertEquals("a", one.sentTo(Ask.ask(500)));
    }

    @Test
    void when_both_lack_no_reset_makes_the_wait_longer_than_what_was_asked_for() {
        var one = Scene.pools("a");
        one.refused(
                one.send(Ask.ask(900)),
                WAIT,
                "3000",
                REQUESTS_LEFT,
                "0",
                TOKENS_LEFT,
                "500",
                REQUESTS_RESET,
                "60s",
                TOKENS_RESET,
                "60s");
        assertEquals(3_000, one.status("a").parkedMillis());
        assertEquals(3_000, one.status("a").tokensParkedMillis());
    }

    @Test
    void when_both_lack_and_no_wait_is_named_the_resets_are_the_waits() {
        var one = Scene.pools("a");
        one.refused(
                one.send(Ask.ask(900)),
                REQUESTS_LEFT,
                "0",
                TOKENS_LEFT,
                "500",
                REQUESTS_RESET,
                "2s",
                TOKENS_RESET,
                "9s");
        assertEquals(2_000, one.status("a").parkedMillis());
        assertEquals(9_000, one.status("a").tokensParkedMillis());
    }

    @Test
    void when_one_lacks_what_was_asked_for_is_the_wait_whatever_the_resets_say() {
        var requests = Scene.pools("a");
        requests.refused(requests.send(Ask.ask()), WAIT, "3000", REQUESTS_LEFT, "0", REQUESTS_RESET, "2s");
        assertEquals(3_000, requests.status("a").parkedMillis());
        var tokens = Scene.pools("a");
        tokens.refused(tokens.send(Ask.ask(900)), WAIT, "3000", TOKENS_LEFT, "500", TOKENS_RESET, "2s");
        assertEquals(0, tokens.status("a").parkedMillis());
        assertEquals(3_000, tokens.status("a").tokensParkedMillis());
    }
}
