package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/** Of a lane whose first bytes usually come within 300 ms. */
class SilenceTest {

    private static final int KIND = Pace.kind(Ask.ask().facts());

    private final AtomicLongArray latest = Pace.latest();
    private final Pace pace = new Pace(latest);
    private final Silence silence = new Silence(pace);

    SilenceTest() {
        for (var answer = 0; answer < 10; answer++) {
            pace.answered(KIND, 0, 100);
        }
    }

    private Placement sent(long now) {
        var placement = new Placement(null, null, Ask.ask().facts(), now, false, new PoolQuota.Sent(false, 0, 0));
        silence.sent(placement, now);
        return placement;
    }

    private void othersAnswerWhatWasSentAt(long time) {
        latest.set(KIND, time);
    }

    private long remaining(long now) {
        return silence.remaining(Ask.ask().facts(), now);
    }

    @Test
    void two_overdue_requests_are_silence_when_others_answer_later_ones() {
        sent(1_000);
        sent(1_000);
        othersAnswerWhatWasSentAt(1_001);
        assertFalse(silence.silent(1_299));
        assertTrue(silence.silent(1_300));
    }

    @Test
    void the_second_request_must_be_overdue_too() {
        sent(1_000);
        sent(1_200);
        othersAnswerWhatWasSentAt(2_000);
        assertFalse(silence.silent(1_499));
        assertTrue(silence.silent(1_500));
    }

    @Test
    void one_slow_answer_is_bad_luck() {
        sent(1_000);
        othersAnswerWhatWasSentAt(2_000);
        assertFalse(silence.silent(60_000));
    }

    @Test
    void when_nobody_answers_later_requests_the_work_takes_longer() {
        sent(1_000);
        sent(1_000);
        othersAnswerWhatWasSentAt(1_000);
        assertFalse(silence.silent(60_000));
    }

    @Test
    void who_was_heard_a_moment_ago_is_not_silent() {
        var heard = sent(900);
        sent(1_000);
        sent(1_000);
        othersAnswerWhatWasSentAt(2_000);
        assertFalse(silence.heard(heard, 1_200));
        assertEquals(1_200, silence.heardAt());
        assertFalse(silence.silent(1_499));
        assertTrue(silence.silent(1_500));
    }

    @Test
    void what_is_not_known_to_be_slow_is_not_silent() {
        var fresh = new Silence(new Pace(latest));
        othersAnswerWhatWasSentAt(2_000);
        for (var request = 0; request < 5; request++) {
            fresh.sent(
                    new Placement(null, null, Ask.ask().facts(), 1_000, false, new PoolQuota.Sent(false, 0, 0)), 1_000);
        }
        assertFalse(fresh.silent(60_000));
    }

    @Test
    void requests_that_nobody_waits_for_any_more_do_not_count() {
        sent(1_000);
        silence.gone(sent(1_000));
        silence.heard(sent(1_000), 1_000);
        othersAnswerWhatWasSentAt(2_000);
        assertFalse(silence.silent(60_000));
    }

    @Test
    void a_silent_one_stays_silent_until_it_is_heard() {
        var one = sent(1_000);
        var other = sent(1_000);
        othersAnswerWhatWasSentAt(2_000);
        assertTrue(silence.silent(1_300));
        silence.gone(one);
        silence.gone(other);
        assertTrue(silence.silent(60_000));
        assertTrue(silence.heard(sent(60_000), 60_100));
        assertFalse(silence.silent(60_100));
    }

    @Test
    void a_silent_one_gets_one_request_per_850_ms_and_none_that_has_waited_before() {
        assertEquals(0, remaining(0));
        sent(1_000);
        sent(1_000);
        othersAnswerWhatWasSentAt(2_000);
        assertEquals(0, remaining(1_300));
        assertEquals(850, silence.remaining(Ask.ask().tried(1).facts(), 1_300));
        sent(1_300);
        assertEquals(850, remaining(1_300));
        assertEquals(1, remaining(2_149));
        assertEquals(0, remaining(2_150));
        assertEquals(850, silence.remaining(Ask.ask().tried(1).facts(), 2_150));
    }

    @Test
    void what_was_sent_before_the_silence_is_no_probe() {
        sent(1_000);
        sent(1_000);
        sent(1_250);
        othersAnswerWhatWasSentAt(2_000);
        assertEquals(0, remaining(1_300));
    }

    @Test
    void the_end_of_a_silence_forgets_its_probe() {
        sent(1_000);
        sent(1_000);
        othersAnswerWhatWasSentAt(2_000);
        assertTrue(silence.silent(1_300));
        sent(1_300);
        silence.end();
        assertEquals(0, remaining(1_301));
    }
}
