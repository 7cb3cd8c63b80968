package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import proxy.testkit.ManualClock;

/** Most pools are out of order for long; whatever fails does so at once. */
class OutageTest {

    private static final List<String> POOLS = List.of("a", "b", "c", "d");
    private static final PoolLimits LIMITS = new PoolLimits(600_000, 60_000_000);
    private static final int ATTEMPTS = 3;

    private final ManualClock clock = new ManualClock();
    private final QuotaBalancer balancer;
    private int sent;
    private int unanswered;

    OutageTest() {
        var backends = new ArrayList<Backend>();
        for (var pool : POOLS) {
            for (var number = 1; number <= 3; number++) {
                backends.add(Scene.backend(pool + number, pool));
            }
        }
        balancer = new QuotaBalancer(
                backends,
                Map.of("a", LIMITS, "b", LIMITS, "c", LIMITS, "d", LIMITS),
                new BalanceSettings(20, 50, 1),
                clock::nanoTime,
                new Random(1));
    }

    private void serve(int requests, int perSecond, Set<String> dead, Outcome end) {
        for (var request = 0; request < requests; request++) {
            unanswered += isAnswered(dead, end) ? 0 : 1;
            clock.pass(Duration.ofNanos(1_000_000_000 / perSecond));
        }
    }

    private boolean isAnswered(Set<String> dead, Outcome end) {
        var failed = new ArrayList<Backend>();
        while (balancer.decide(
                        Ask.ask().failedBy(failed.toArray(Backend[]::new)).facts())
                instanceof Decision.Forward forward) {
            sent++;
            var to = forward.placement();
            if (!dead.contains(to.backend().pool())) {
                balancer.record(to, new Outcome.Answered(QuotaNews.NONE));
                balancer.record(to, new Outcome.Finished());
                return true;
            }
            balancer.record(to, end);
            failed.add(to.backend());
        }
        return false;
    }

    /** @return how many got no answer once each account has had the time to be known */
    private int unansweredLater(int perSecond, Outcome end) {
        serve(100, 100, Set.of(), end);
        serve(perSecond, perSecond, Set.of("a", "b", "c"), end);
        unanswered = 0;
        serve(50 * perSecond, perSecond, Set.of("a", "b", "c"), end);
        return unanswered;
    }

    @ParameterizedTest
    @MethodSource("outages")
    void no_request_fails_while_one_pool_serves(int perSecond, Outcome end) {
        assertEquals(0, unansweredLater(perSecond, end));
    }

    private static Stream<Arguments> outages() {
        return Stream.of(new Outcome.Unreached(), new Outcome.Failed())
                .flatMap(end -> Stream.of(arguments(20, end), arguments(3, end)));
    }

    @Test
    void an_outage_of_all_is_not_multiplied() {
        serve(1_000, 100, Set.copyOf(POOLS), new Outcome.Failed());
        assertEquals(1_000, unanswered);
        var most = 1_000 + 0.2 * 1_000 + 50 + RetryBudget.FLOOR * 11;
        assertTrue(sent <= most, sent + " sent, " + most + " expected at most");
    }

    @Test
    void a_pool_that_returns_serves_within_a_second() {
        serve(100, 20, Set.copyOf(POOLS), new Outcome.Failed());
        unanswered = 0;
        serve(20, 20, Set.of("a", "b", "c"), new Outcome.Failed());
        assertTrue(unanswered < 20, "not within a second");
        unanswered = 0;
        serve(100, 20, Set.of("a", "b", "c"), new Outcome.Failed());
        assertEquals(0, unanswered);
    }

    @Test
    void an_account_is_tried_no_more_often_than_a_request_may_be() {
        assertFalse(isAnswered(Set.copyOf(POOLS), new Outcome.Unreached()));
        assertEquals(ATTEMPTS, sent);
    }
}
