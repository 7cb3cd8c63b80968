package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** 100 in ten seconds. */
class PeriodTest {

    private static final double NOTHING_TOLD = -1;
    private static final long NEVER = Long.MIN_VALUE;
    private static final long JUST_NOW = Long.MAX_VALUE;

    private final Period period = new Period(100, 10_000);

    private void sends(int times, long now) {
        for (var time = 0; time < times; time++) {
            period.send(1, now);
        }
    }

    /** Others ask for one in a second. */
    private long held(double told, long now) {
        return period.heldMillis(1, 0.001, 1, told, JUST_NOW, now);
    }

    private long held(long now) {
        return held(NOTHING_TOLD, now);
    }

    /** Others ask for nearly all. */
    private long turn(double amount, long servedUntil, long now) {
        return period.heldMillis(amount, 0.009, 1, NOTHING_TOLD, servedUntil, now);
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
    void a_window_that_was_not_looked_at_before_begins_at_the_end_of_the_last_one() {
        sends(90, 0);
        sends(90, 11_000);
        assertEquals(9_000, held(11_000));
    }

    @Test
    void the_larger_others_requests_are_the_more_is_kept() {
        // 10, and eight times the square root of it.
        sends(63, 0);
        assertEquals(0, period.heldMillis(1, 0.001, 4, NOTHING_TOLD, JUST_NOW, 0));
        sends(1, 0);
        assertEquals(10_000, period.heldMillis(1, 0.001, 4, NOTHING_TOLD, JUST_NOW, 0));
    }

    @Test
    void a_refusal_tells_when_the_next_one_begins() {
        sends(100, 0);
        period.exhausted(0, 4_000);
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
        period.exhausted(10_000, 20_000);
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

    @Test
    void who_had_nothing_for_as_long_as_its_share_takes_has_its_turn_while_there_is_enough() {
        sends(40, 0);
        assertEquals(0, turn(60, NEVER, 0));
        assertEquals(10_000, turn(61, NEVER, 0));
        assertEquals(10_000, turn(60, 1, 0));
        assertEquals(0, turn(61, 10_000, 10_000));
        assertEquals(10_000, turn(61, 10_001, 10_000));
    }

    @Test
    void what_is_larger_than_a_whole_window_has_its_turn_in_the_first_half_of_one() {
        sends(50, 0);
        assertEquals(0, turn(1_000, NEVER, 0));
        sends(1, 0);
        assertEquals(10_000, turn(1_000, NEVER, 0));
        assertEquals(0, turn(1_000, NEVER, 10_000));
    }

    /** A window of 150 has been seen; then there is one that begins. */
    private void seen150(long now) {
        sends(150, now);
        period.granted();
    }

    private void holds(int whole, long now) {
        sends(whole - 24, now);
        assertEquals(0, held(now));
        sends(1, now);
        assertEquals(10_000, held(now));
    }

    @Test
    void what_is_refused_after_the_pool_was_found_empty_was_no_part_of_its_window() {
        seen150(0);
        sends(150, 10_000);
        period.giveBack(1, 10_000);
        period.exhausted(10_000, 40_000);
        for (var time = 0; time < 29; time++) {
            period.giveBack(1, 10_000);
        }
        holds(120, 40_000);
    }

    @Test
    void what_was_sent_in_an_earlier_window_says_nothing_of_the_size_of_this_one() {
        seen150(0);
        sends(1, 10_005);
        period.giveBack(1, 9_990);
        period.exhausted(9_990, 10_100);
        holds(150, 10_100);
    }

    @Test
    void what_is_refused_while_a_pool_grants_says_nothing_of_the_size_of_its_window() {
        seen150(0);
        sends(10, 10_000);
        period.exhausted(10_000, 12_000);
        seen150(12_000);
        sends(10, 22_000);
        period.giveBack(5, 22_000);
        holds(145, 22_000);
    }
}
