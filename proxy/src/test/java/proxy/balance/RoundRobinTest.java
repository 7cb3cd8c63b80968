package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import proxy.testkit.ManualClock;

class RoundRobinTest {

    private static final Backend A = new Backend("gpt", "a", "east", 1);
    private static final Backend B = new Backend("gpt", "b", "east", 1);
    private static final Backend C = new Backend("gpt", "c", "west", 1);
    private static final Backend SPARE = new Backend("gpt", "d", "north", 2);

    private final ManualClock clock = new ManualClock();

    /** Always in the middle: no jitter. */
    private static final RandomGenerator MIDDLE = () -> 1L << 63;

    private RoundRobin balancer(Backend... backends) {
        return new RoundRobin(List.of(backends), clock::nanoTime, MIDDLE);
    }

    private static RequestFacts facts(int attemptsLeft, Backend... tried) {
        return new RequestFacts("gpt", 100, 0, Set.of(tried), attemptsLeft);
    }

    private static Backend chosen(Decision decision) {
        return ((Decision.Forward) decision).backend();
    }

    private static Decision.Reject rejected(Decision decision) {
        return (Decision.Reject) decision;
    }

    private static Outcome throttled(long millis) {
        return new Outcome.Throttled(OptionalLong.of(millis));
    }

    @Test
    void backends_take_turns() {
        var balancer = balancer(A, B, C);
        var counts = IntStream.range(0, 30)
                .mapToObj(index -> chosen(balancer.decide(facts(3))))
                .collect(Collectors.groupingBy(backend -> backend.account(), Collectors.counting()));
        assertEquals("{a=10, b=10, c=10}", new java.util.TreeMap<>(counts).toString());
    }

    @Test
    void an_unknown_deployment_is_rejected() {
        var decision = balancer(A).decide(new RequestFacts("other", 0, 0, Set.of(), 3));
        assertEquals(new Decision.Reject(Decision.Cause.UNKNOWN_DEPLOYMENT, 0), decision);
    }

    @Test
    void a_throttled_pool_is_parked_with_all_its_backends_until_the_wait_is_over() {
        var balancer = balancer(A, B, C);
        balancer.record(A, throttled(7_000));
        for (var count = 0; count < 9; count++) {
            assertEquals(C, chosen(balancer.decide(facts(3))));
        }
        clock.pass(Duration.ofMillis(6_999));
        assertEquals(C, chosen(balancer.decide(facts(3))));
        clock.pass(Duration.ofMillis(1));
        var chosen = new ArrayList<Backend>();
        for (var count = 0; count < 3; count++) {
            chosen.add(chosen(balancer.decide(facts(3))));
        }
        assertTrue(chosen.containsAll(List.of(A, B, C)));
    }

    @Test
    void when_all_pools_are_parked_the_smallest_wait_is_told() {
        var balancer = balancer(A, B, C);
        balancer.record(A, throttled(7_000));
        balancer.record(C, throttled(3_000));
        clock.pass(Duration.ofMillis(500));
        assertEquals(new Decision.Reject(Decision.Cause.THROTTLED, 2_500), balancer.decide(facts(3)));
        assertTrue(balancer.usable());
    }

    @Test
    void a_later_refusal_does_not_shorten_the_wait() {
        var balancer = balancer(A);
        balancer.record(A, throttled(7_000));
        balancer.record(A, throttled(1_000));
        assertEquals(7_000, rejected(balancer.decide(facts(3))).retryAfterMillis());
    }

    @Test
    void refusals_without_a_hint_park_longer_each_time_until_an_answer_comes() {
        var balancer = balancer(A);
        var waits = new ArrayList<Long>();
        for (var count = 0; count < 7; count++) {
            balancer.record(A, new Outcome.Throttled(OptionalLong.empty()));
            waits.add(rejected(balancer.decide(facts(3))).retryAfterMillis());
            clock.pass(Duration.ofMinutes(1));
        }
        assertEquals(List.of(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L), waits);
        balancer.record(A, new Outcome.Answered());
        balancer.record(A, new Outcome.Throttled(OptionalLong.empty()));
        assertEquals(1_000, rejected(balancer.decide(facts(3))).retryAfterMillis());
    }

    @Test
    void a_failing_backend_is_ejected_alone() {
        var balancer = balancer(A, B, C);
        balancer.record(A, new Outcome.Failed());
        for (var count = 0; count < 9; count++) {
            assertNotEquals(A, chosen(balancer.decide(facts(3))));
        }
        clock.pass(Duration.ofSeconds(5));
        assertTrue(IntStream.range(0, 3)
                .mapToObj(index -> chosen(balancer.decide(facts(3))))
                .anyMatch(A::equals));
    }

    @Test
    void when_all_are_ejected_the_one_that_comes_back_first_is_tried() {
        var balancer = balancer(A, C);
        balancer.record(C, new Outcome.Failed());
        clock.pass(Duration.ofSeconds(1));
        balancer.record(A, new Outcome.Failed());
        assertEquals(C, chosen(balancer.decide(facts(3))));
        assertEquals(A, chosen(balancer.decide(facts(2, C))));
        assertEquals(
                Decision.Cause.NO_BACKEND,
                rejected(balancer.decide(facts(1, A, C))).cause());
        assertFalse(balancer.usable());
    }

    @Test
    void a_request_meets_a_new_pool_before_a_sibling() {
        var balancer = balancer(A, B, C);
        for (var count = 0; count < 6; count++) {
            assertEquals(C, chosen(balancer.decide(facts(2, A))));
        }
        assertEquals(B, chosen(balancer.decide(facts(1, A, C))));
    }

    @Test
    void no_attempts_left_means_rejected() {
        assertEquals(
                Decision.Cause.NO_BACKEND,
                rejected(balancer(A, C).decide(facts(0, A))).cause());
    }

    @Test
    void the_second_priority_is_used_when_the_first_is_closed() {
        var balancer = balancer(A, C, SPARE);
        balancer.record(A, throttled(1_000));
        assertEquals(C, chosen(balancer.decide(facts(3))));
        balancer.record(C, new Outcome.Failed());
        assertEquals(SPARE, chosen(balancer.decide(facts(3))));
    }

    @Test
    void the_status_tells_how_long_things_stay_closed() {
        var balancer = balancer(A, C);
        balancer.record(A, throttled(7_000));
        balancer.record(C, new Outcome.Failed());
        assertEquals(List.of(new BackendStatus(A, 7_000, 0), new BackendStatus(C, 0, 5_000)), balancer.status());
    }
}
