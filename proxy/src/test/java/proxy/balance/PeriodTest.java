package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** 100 in ten seconds. */
class PeriodTest {

    private static final double NOTHING_TOLD = -1;

    private final Period period = new Period(100, 10_000);

    private void sends(int times, long now) {
        for (var time = 0; time < times; time++) {
            period.send(1, now);
        }
    }

    /** Others ask for one in a second. */
    private long held(double told, long now) {
        return period.heldMillis(1, 0.001, 1, told, now);
    }

    private long held(long now) {
        return held(NOTHING_TOLD, now);
    }

    @Test
    void others_find_what_they_ask_for_until_the_window_ends_and_a_little_more() {
        // 10, and four times the square root of it.
        sends(76, 0);
        assertEquals(0, held(0));
        sends(1, 0);
        assertEquals(10_000, held(0));
        assertEquals(0, held(1_000));
    }

    @Test
    void less_is_kept_as_the_window_passes_and_nothing_at_its_end() {
        sends(90, 0);
        assertEquals(8_000, held(2_000));
        // 1.4 and 4.7
        assertEquals(0, held(8_600));
        sends(10, 8_600);
        assertEquals(100, held(9_900));
        assertEquals(0, held(9_970));
    }

    @Test
    void a_window_begins_with_what_is_sent_after_the_last_one() {
        sends(90, 0);
        assertEquals(0, held(10_000));
        sends(90, 11_000);
        assertEquals(9_000, held(11_000));
        sends(90, 35_000);
        assertEquals(10_000, held(35_000));
    }

    @Test
    void a_refusal_tells_when_the_next_one_begins() {
        sends(100, 0);
        period.exhausted(4_000);
        assertEquals(0, held(4_000));
        sends(90, 4_000);
        assertEquals(10_000, held(4_000));
    }

    @Test
    void what_was_refused_does_not_count_but_for_the_last_window() {
        sends(77, 0);
        period.giveBack(1, 0);
        assertEquals(0, held(0));
        sends(77, 10_000);
        period.giveBack(1, 9_999);
        assertEquals(10_000, held(10_000));
    }

    @Test
    void who_is_told_that_more_is_left_believes_it() {
        sends(100, 0);
        assertEquals(10_000, held(23, 0));
        assertEquals(0, held(24, 0));
    }

    @Test
    void a_window_that_grants_more_than_was_thought_is_larger_until_it_does_not() {
        sends(120, 0);
        period.granted();
        sends(90, 10_000);
        assertEquals(0, held(10_000));
        sends(10, 10_000);
        period.exhausted(20_000);
        sends(90, 20_000);
        assertEquals(10_000, held(20_000));
    }

    @Test
    void what_is_unknown_stays_so() {
        var unknown = new Period(0, 10_000);
        unknown.send(1, 0);
        unknown.granted();
        assertEquals(0, unknown.perMilli());
    }
}
