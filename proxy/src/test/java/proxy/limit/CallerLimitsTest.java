package proxy.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import proxy.limit.Admission.Admitted;
import proxy.limit.Admission.Limit;
import proxy.limit.Admission.Refused;
import proxy.limit.Admission.Ticket;

class CallerLimitsTest {

    private static final OptionalInt NONE = OptionalInt.empty();
    private static final long MILLI = 1_000_000;

    private long now = 5;

    private CallerLimits replicas(int count) {
        return new CallerLimits(count, () -> now);
    }

    private static Allowance requests(int perMinute) {
        return new Allowance(OptionalInt.of(perMinute), NONE, NONE);
    }

    private static Allowance tokens(int perMinute) {
        return new Allowance(NONE, OptionalInt.of(perMinute), NONE);
    }

    private static Allowance concurrency(int running) {
        return new Allowance(NONE, NONE, OptionalInt.of(running));
    }

    /** A request whose head comes, and then its body, by which its tokens are known; turned away when there are none. */
    private static Admission ask(CallerLimits limits, String caller, Allowance allowance, long estimate) {
        var admission = limits.admit(caller, allowance);
        return admission instanceof Admitted it
                ? it.ticket()
                        .take(estimate)
                        .<Admission>map(refused -> {
                            it.ticket().close(0);
                            return refused;
                        })
                        .orElse(admission)
                : admission;
    }

    private static Ticket admitted(Admission admission) {
        return assertInstanceOf(Admitted.class, admission).ticket();
    }

    private static void refused(Limit limit, long millis, Admission admission) {
        assertEquals(new Refused(limit, millis), admission);
    }

    @Test
    void a_caller_without_limits_is_always_admitted() {
        var limits = replicas(1);
        for (var i = 0; i < 1_000; i++) {
            admitted(ask(limits, "a", Allowance.UNLIMITED, Long.MAX_VALUE));
        }
    }

    @Test
    void ten_seconds_worth_of_requests_may_come_at_once_and_the_next_waits_for_its_turn() {
        var limits = replicas(1);
        for (var i = 0; i < 10; i++) {
            admitted(ask(limits, "a", requests(60), 0));
        }
        refused(Limit.REQUESTS, 1_000, ask(limits, "a", requests(60), 0));
        now += 999 * MILLI;
        refused(Limit.REQUESTS, 1, ask(limits, "a", requests(60), 0));
        now += MILLI;
        admitted(ask(limits, "a", requests(60), 0));
        refused(Limit.REQUESTS, 1_000, ask(limits, "a", requests(60), 0));
    }

    @Test
    void a_long_rest_saves_no_more_than_ten_seconds() {
        var limits = replicas(1);
        admitted(ask(limits, "a", requests(60), 0));
        now += 3_600_000 * MILLI;
        for (var i = 0; i < 10; i++) {
            admitted(ask(limits, "a", requests(60), 0));
        }
        refused(Limit.REQUESTS, 1_000, ask(limits, "a", requests(60), 0));
    }

    @Test
    void each_replica_grants_its_share() {
        var limits = replicas(4);
        admitted(ask(limits, "a", requests(24), 0));
        refused(Limit.REQUESTS, 10_000, ask(limits, "a", requests(24), 0));
    }

    @Test
    void each_replica_grants_its_share_of_the_tokens() {
        var limits = replicas(4);
        admitted(ask(limits, "a", tokens(24_000), 1_000));
        refused(Limit.TOKENS, 10, ask(limits, "a", tokens(24_000), 1));
    }

    @Test
    void a_share_below_one_request_still_lets_one_through_and_then_waits_for_the_next() {
        var limits = replicas(20);
        admitted(ask(limits, "a", requests(5), 0));
        refused(Limit.REQUESTS, 240_000, ask(limits, "a", requests(5), 0));
    }

    @Test
    void callers_do_not_use_each_others_allowance() {
        var limits = replicas(1);
        admitted(ask(limits, "a", requests(6), 0));
        refused(Limit.REQUESTS, 10_000, ask(limits, "a", requests(6), 0));
        admitted(ask(limits, "b", requests(6), 0));
    }

    @Test
    void tokens_are_taken_as_estimated_and_corrected_by_what_was_used() {
        var limits = replicas(1);
        var ticket = admitted(ask(limits, "a", tokens(6_000), 1_000));
        refused(Limit.TOKENS, 1_000, ask(limits, "a", tokens(6_000), 100));
        ticket.close(800);
        var second = admitted(ask(limits, "a", tokens(6_000), 100));
        second.close(700);
        refused(Limit.TOKENS, 5_010, ask(limits, "a", tokens(6_000), 1));
    }

    @Test
    void a_request_larger_than_the_burst_is_admitted_when_the_bucket_is_full() {
        var limits = replicas(1);
        admitted(ask(limits, "a", tokens(6_000), 50_000));
        refused(Limit.TOKENS, 490_010, ask(limits, "a", tokens(6_000), 1));
    }

    @Test
    void an_overestimate_does_not_fill_the_bucket_beyond_its_size() {
        var limits = replicas(1);
        admitted(ask(limits, "a", tokens(6_000), 500)).close(0);
        admitted(ask(limits, "a", tokens(6_000), 1_000));
        refused(Limit.TOKENS, 10, ask(limits, "a", tokens(6_000), 1));
    }

    @Test
    void a_request_runs_until_its_ticket_is_closed() {
        var limits = replicas(1);
        var first = admitted(ask(limits, "a", concurrency(2), 0));
        admitted(ask(limits, "a", concurrency(2), 0));
        refused(Limit.CONCURRENCY, 1_000, ask(limits, "a", concurrency(2), 0));
        first.close(0);
        admitted(ask(limits, "a", concurrency(2), 0));
        first.close(0);
        refused(Limit.CONCURRENCY, 1_000, ask(limits, "a", concurrency(2), 0));
    }

    @Test
    void a_caller_may_run_one_request_on_every_replica() {
        var limits = replicas(20);
        admitted(ask(limits, "a", concurrency(3), 0));
        refused(Limit.CONCURRENCY, 1_000, ask(limits, "a", concurrency(3), 0));
    }

    @Test
    void a_request_whose_body_is_still_to_come_counts() {
        var limits = replicas(1);
        var slow = admitted(limits.admit("a", concurrency(1)));
        assertEquals(new Refused(Limit.CONCURRENCY, 1_000), limits.admit("a", concurrency(1)));
        slow.close(0);
        admitted(limits.admit("a", concurrency(1)));
        admitted(limits.admit("b", requests(6)));
        assertEquals(new Refused(Limit.REQUESTS, 10_000), limits.admit("b", requests(6)));
    }

    @Test
    void a_request_that_got_no_tokens_does_not_count() {
        var limits = replicas(1);
        var both = new Allowance(OptionalInt.of(6), OptionalInt.of(6_000), NONE);
        var never = admitted(limits.admit("a", both));
        refused(Limit.REQUESTS, 10_000, ask(limits, "a", both, 1));
        never.close(0);
        admitted(ask(limits, "a", both, 3_000));
        now += 10_000 * MILLI;
        refused(Limit.TOKENS, 10_010, ask(limits, "a", both, 1));
        refused(Limit.TOKENS, 10_010, ask(limits, "a", both, 1));
    }

    @Test
    void a_refused_request_takes_nothing() {
        var limits = replicas(1);
        var all = new Allowance(OptionalInt.of(60), OptionalInt.of(60_000), OptionalInt.of(1));
        var ticket = admitted(ask(limits, "a", all, 100));
        for (var i = 0; i < 100; i++) {
            refused(Limit.CONCURRENCY, 1_000, ask(limits, "a", all, 100));
        }
        ticket.close(100);
        admitted(ask(limits, "a", all, 9_900));
    }

    @Test
    void a_changed_allowance_starts_anew() {
        var limits = replicas(1);
        admitted(ask(limits, "a", requests(6), 0));
        refused(Limit.REQUESTS, 10_000, ask(limits, "a", requests(6), 0));
        admitted(ask(limits, "a", requests(12), 0));
    }

    @Test
    void who_has_not_called_for_longest_is_forgotten_first() {
        var limits = replicas(1);
        admitted(ask(limits, "old", requests(6), 0));
        admitted(ask(limits, "kept", requests(6), 0));
        for (var i = 0; i < CallerLimits.MAX_CALLERS - 1; i++) {
            admitted(ask(limits, "caller-" + i, requests(6), 0));
            refused(Limit.REQUESTS, 10_000, ask(limits, "kept", requests(6), 0));
        }
        admitted(ask(limits, "old", requests(6), 0));
    }

    @Test
    void concurrent_requests_never_exceed_the_limit() throws Exception {
        var limits = replicas(1);
        var running = new AtomicInteger();
        var admitted = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var tasks = IntStream.range(0, 4)
                    .mapToObj(thread -> threads.submit(() -> {
                        for (var i = 0; i < 5_000; i++) {
                            if (ask(limits, "a", concurrency(2), 0) instanceof Admitted it) {
                                assertTrue(running.incrementAndGet() <= 2);
                                admitted.incrementAndGet();
                                running.decrementAndGet();
                                it.ticket().close(0);
                            }
                        }
                    }));
            for (var task : tasks.toList()) {
                task.get();
            }
        }
        assertTrue(admitted.get() > 0);
    }
}
