package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Closed for a guess of one second, doubled up to four. */
class ClosureTest {

    private static final Optional<RetryHint> NO_WAIT = Optional.empty();

    private final Closure closure = new Closure(1_000, 4_000);

    private static Optional<RetryHint> exactly(long millis) {
        return Optional.of(new RetryHint(millis, true));
    }

    private void close(long sentAt, long now, Optional<RetryHint> wait) {
        closure.close(sentAt, now, wait, 0.5);
    }

    @Test
    void it_begins_open() {
        assertFalse(closure.closed(0));
        assertFalse(closure.halfOpen(0));
        assertFalse(closure.sent(0));
    }

    @Test
    void it_is_closed_for_the_wait_that_was_told_and_then_open_for_all() {
        close(0, 10, exactly(500));
        assertEquals(510, closure.until());
        assertEquals(500, closure.remaining(10));
        assertEquals(1, closure.remaining(509));
        assertTrue(closure.closed(509));
        assertFalse(closure.closed(510));
        assertFalse(closure.sent(510));
        assertEquals(0, closure.remaining(510));
    }

    @Test
    void a_wait_that_was_not_told_is_guessed_with_jitter_and_ends_in_a_probe() {
        closure.close(0, 0, NO_WAIT, 0);
        assertEquals(900, closure.remaining(0));
        var other = new Closure(1_000, 4_000);
        other.close(0, 0, NO_WAIT, 1);
        assertEquals(1_100, other.remaining(0));
        assertFalse(other.halfOpen(1_099));
        assertTrue(other.halfOpen(1_100));
        assertTrue(other.sent(1_100));
    }

    @Test
    void while_a_probe_is_under_way_nobody_else_goes_for_600_ms() {
        close(0, 0, NO_WAIT);
        assertTrue(closure.sent(1_000));
        assertEquals(600, closure.remaining(1_000));
        assertEquals(1, closure.remaining(1_599));
        assertEquals(0, closure.remaining(1_600));
        assertTrue(closure.sent(1_600));
        assertEquals(600, closure.remaining(1_600));
    }

    @Test
    void a_good_probe_opens_for_all() {
        close(0, 0, NO_WAIT);
        closure.sent(1_000);
        closure.good(1_000);
        assertEquals(0, closure.remaining(1_000));
        assertFalse(closure.halfOpen(1_000));
    }

    @Test
    void a_good_answer_to_what_was_sent_before_the_closing_proves_nothing() {
        close(0, 0, NO_WAIT);
        closure.good(999);
        assertTrue(closure.halfOpen(1_000));
    }

    @Test
    void a_wait_that_was_clamped_ends_in_a_probe() {
        close(0, 0, Optional.of(new RetryHint(60_000, false)));
        assertEquals(60_000, closure.remaining(0));
        assertTrue(closure.halfOpen(60_000));
    }

    @Test
    void a_wait_is_believed_once_and_doubted_when_it_comes_again() {
        close(0, 0, exactly(100));
        assertFalse(closure.halfOpen(100));
        close(100, 110, exactly(100));
        assertTrue(closure.halfOpen(210));
        closure.good(210);
        close(300, 310, exactly(100));
        assertFalse(closure.halfOpen(410));
    }

    @Test
    void guesses_double_up_to_the_most_and_begin_anew_after_a_good_answer() {
        var now = 0L;
        for (var expected : new long[] {1_000, 2_000, 4_000, 4_000}) {
            close(now, now, NO_WAIT);
            assertEquals(expected, closure.remaining(now));
            now += expected;
        }
        closure.good(now);
        close(now, now, NO_WAIT);
        assertEquals(1_000, closure.remaining(now));
    }

    @Test
    void a_guess_never_overflows() {
        var now = 0L;
        for (var time = 0; time < 100; time++) {
            close(now, now, NO_WAIT);
            now = closure.until();
        }
        close(now, now, NO_WAIT);
        assertEquals(4_000, closure.remaining(now));
    }

    @Test
    void what_was_sent_before_the_closing_ended_belongs_to_it() {
        close(0, 0, exactly(100));
        close(99, 105, exactly(100));
        assertFalse(closure.halfOpen(205));
        close(100, 300, NO_WAIT);
        assertEquals(1_000, closure.remaining(300));
    }

    @Test
    void a_later_word_never_shortens_an_earlier_one() {
        close(0, 0, exactly(5_000));
        close(1, 10, exactly(100));
        assertEquals(4_990, closure.remaining(10));
    }

    @Test
    void a_refused_probe_closes_and_the_next_probe_need_not_wait_for_it() {
        close(0, 0, NO_WAIT);
        closure.sent(1_000);
        close(1_000, 1_003, exactly(50));
        assertEquals(50, closure.remaining(1_003));
        assertEquals(0, closure.remaining(1_053));
        assertTrue(closure.sent(1_053));
    }

    @Test
    void a_guess_goes_no_further_than_to_the_next_time_that_it_opens() {
        var windows = new Closure(1_000, 4_000, 1_500);
        windows.close(0, 0, NO_WAIT, 0.5);
        windows.sent(1_000);
        windows.good(1_000);
        windows.close(1_400, 1_400, NO_WAIT, 0.5);
        assertEquals(1_000, windows.remaining(1_400));
        windows.close(2_400, 2_400, NO_WAIT, 0.5);
        assertEquals(100, windows.remaining(2_400));
        windows.close(2_500, 2_500, NO_WAIT, 0.5);
        assertEquals(1_500, windows.remaining(2_500));
        windows.close(4_000, 4_000, exactly(2_000), 0.5);
        assertEquals(2_000, windows.remaining(4_000));
    }

    @Test
    void what_was_never_closed_is_not_found_open() {
        var windows = new Closure(1_000, 4_000, 1_500);
        windows.good(0);
        windows.close(700, 700, NO_WAIT, 0.5);
        assertEquals(1_000, windows.remaining(700));
    }
}
