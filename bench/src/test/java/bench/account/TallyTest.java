package bench.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Which attempts a gateway should have known better than to make. */
class TallyTest {

    private final Tally tally = new Tally(1);

    private void seen(long inside, long onTheirWay) {
        assertEquals(inside, tally.insideWait);
        assertEquals(onTheirWay, tally.crossing);
    }

    @Test
    void an_attempt_that_cannot_fit_counts_until_the_wait_is_over() {
        tally.told(0, 1_000, 100);
        tally.attempt(0, false, 500, 500);
        seen(1, 0);
        tally.attempt(0, true, 600, 600);
        tally.attempt(0, false, 1_000, 1_000);
        seen(1, 0);
    }

    @Test
    void one_that_came_within_ten_milliseconds_was_on_its_way() {
        tally.told(0, 1_000, 100);
        tally.attempt(0, false, 110, 110);
        seen(1, 1);
        tally.attempt(0, false, 111, 111);
        seen(2, 1);
    }

    @Test
    void one_that_was_read_after_a_stall_may_have_come_during_it() {
        tally.told(0, 1_000, 100);
        tally.attempt(0, false, 105, 200);
        seen(1, 1);
        tally.attempt(0, false, 150, 200);
        seen(2, 1);
    }
}
