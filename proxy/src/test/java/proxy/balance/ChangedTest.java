package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A balancer whose configuration changes while requests are under way. */
class ChangedTest {

    private static final PoolLimits LIMITS = new PoolLimits(600, 60_000);
    private static final BalanceSettings SETTINGS = new BalanceSettings(20, 50, 1);

    private final Scene scene = Scene.pools("a");

    private QuotaBalancer changed(PoolLimits limits, BalanceSettings settings, Backend... more) {
        var backends = Stream.concat(Stream.of(Scene.backend("a", "a")), Stream.of(more))
                .toList();
        return scene.balancer().changed(backends, Map.of("a", limits, "b", LIMITS), settings);
    }

    private static long parked(QuotaBalancer balancer) {
        return balancer.pools().getFirst().parkedMillis();
    }

    @Test
    void a_pool_stays_parked_and_a_new_one_is_open() {
        scene.refused(scene.send(Ask.ask()), "retry-after-ms", "5000");
        var changed = changed(LIMITS, SETTINGS, Scene.backend("b", "b"));
        assertEquals(5_000, parked(changed));
        var sent = assertInstanceOf(
                Decision.Forward.class, changed.decide(Ask.ask().facts()));
        assertEquals("b", sent.placement().backend().account());
    }

    @Test
    void a_request_that_is_under_way_tells_the_new_balancer_too() {
        var before = scene.send(Ask.ask());
        var changed = changed(LIMITS, SETTINGS);
        assertEquals(1, changed.pools().getFirst().inFlight());
        scene.refused(before, "retry-after-ms", "5000");
        assertEquals(5_000, parked(changed));
        assertEquals(0, changed.pools().getFirst().inFlight());
    }

    @Test
    void what_was_sent_is_not_forgotten() {
        scene.send(Ask.ask());
        assertEquals(
                99,
                changed(LIMITS, SETTINGS).pools().getFirst().remainingRequests().orElseThrow());
    }

    @Test
    void an_ejected_account_stays_ejected() {
        scene.failed(scene.send(Ask.ask()));
        var before = scene.status("a").ejectedMillis();
        assertEquals(250, before, 25);
        assertEquals(before, changed(LIMITS, SETTINGS).status().getFirst().ejectedMillis());
    }

    @Test
    void a_pool_of_other_limits_or_shared_by_others_begins_anew() {
        scene.refused(scene.send(Ask.ask()), "retry-after-ms", "5000");
        assertEquals(0, parked(changed(new PoolLimits(1_200, 60_000), SETTINGS)));
        assertEquals(0, parked(changed(LIMITS, new BalanceSettings(20, 50, 2))));
    }

    @Test
    void second_tries_that_were_spent_stay_spent_until_their_rule_changes() {
        var rule = new BalanceSettings(0, 1, 1);
        var second = Ask.ask().tried(1).facts();
        scene.retries(0, 1);
        assertInstanceOf(Decision.Forward.class, scene.balancer().decide(second));
        assertInstanceOf(Decision.Reject.class, scene.balancer().decide(second));
        assertInstanceOf(Decision.Reject.class, changed(LIMITS, rule).decide(second));
        assertInstanceOf(
                Decision.Forward.class,
                changed(LIMITS, new BalanceSettings(0, 2, 1)).decide(second));
    }

    @Test
    void what_is_gone_is_no_longer_reported() {
        var other = scene.balancer().changed(List.of(Scene.backend("b", "b")), Map.of("b", LIMITS), SETTINGS);
        assertEquals(List.of("b"), other.pools().stream().map(PoolStatus::pool).toList());
        assertEquals(
                List.of("b"),
                other.status().stream().map(it -> it.backend().account()).toList());
    }
}
