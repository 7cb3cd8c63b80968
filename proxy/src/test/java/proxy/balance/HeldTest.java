package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Of two replicas each has a hundred requests in ten seconds, and leaves others one of them a second. */
class HeldTest {

    private static final long JUST_NOW = Long.MAX_VALUE;
    private static final double ONE_A_SECOND = 0.001;

    private final Quota quota = new Quota(1_200, 10_000, 2, 4_000);
    private final Quota other = new Quota(0, 20_000, 2, 4_000);

    private void sends(int times, long now) {
        for (var time = 0; time < times; time++) {
            quota.send(1, true, now);
        }
    }

    private void refused(long sentAt, long now, long wait) {
        quota.giveBack(1, 0, sentAt, now);
        quota.exhausted(1, sentAt, now, Optional.of(new RetryHint(wait, true)), 0, other);
    }

    private long held(double others, long now) {
        return quota.heldMillis(1, others, 1, JUST_NOW, now);
    }

    /** Of a window that begins now: what others may ask for is kept, and no more. */
    private void holds(int whole, long now) {
        sends(whole - 24, now);
        assertEquals(0, held(ONE_A_SECOND, now));
        sends(1, now);
        assertEquals(10_000, held(ONE_A_SECOND, now));
    }

    @Test
    void a_replica_counts_its_own_part() {
        holds(100, 0);
    }

    @Test
    void what_was_refused_was_not_sent() {
        sends(1, 0);
        quota.giveBack(1, 1, 0, 0);
        holds(100, 0);
    }

    @Test
    void more_than_was_thought_was_granted() {
        sends(120, 0);
        quota.granted(1, true, 0, 0);
        holds(120, 10_000);
    }

    @Test
    void a_refusal_tells_when_the_next_window_begins() {
        sends(100, 0);
        refused(0, 0, 4_000);
        holds(100, 4_000);
    }

    @Test
    void a_pool_that_grants_more_than_was_thought_is_thought_to_be_larger() {
        sends(220, 0);
        quota.granted(1, true, 0, 0);
        sends(1, 0);
        refused(0, 0, 1_000);
        assertEquals(210, quota.budget.left(1_000).orElseThrow());
    }

    @Test
    void where_windows_slide_others_find_what_they_ask_for_in_a_second() {
        for (var time = 0L; time < 1_000; time += 100) {
            sends(1, time);
        }
        refused(900, 900, 100);
        sends(1, 1_000);
        refused(1_000, 1_000, 100);
        assertEquals(10_250 - 1_100, quota.remaining(2, 1_100));
        assertEquals(quota.remaining(3, 1_100), held(2 * ONE_A_SECOND, 1_100));
        assertEquals(quota.remaining(2, 1_100) + 100, held(2 * ONE_A_SECOND, 1_100));
    }
}
