package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Over ten seconds, in slots of 50 ms. */
class SlideTest {

    private Slide slide = new Slide(10_000, 0);

    /** One whose window so many requests fill. */
    private static SlideTest filledBy(int requests) {
        var test = new SlideTest();
        test.slide = new Slide(10_000, requests);
        return test;
    }

    /** When what is sent now is surely no longer counted: after ten seconds and a two-hundredth of them. */
    private static final long PAST = 10_050;

    /** One request each 100 ms from then on, all granted but the last, which is refused until then. */
    private void sendsAndIsRefused(int requests, long from, long until) {
        for (var request = 0; request < requests; request++) {
            slide.sent(1, from + 100L * request);
            if (request < requests - 1) {
                slide.granted(1);
            }
        }
        var last = from + 100L * (requests - 1);
        slide.refused(1, last, last + 3, until);
    }

    private void recognised() {
        sendsAndIsRefused(51, 0, 10_000);
        sendsAndIsRefused(1, 10_000, 10_100);
    }

    @Test
    void one_refusal_says_nothing_about_the_window() {
        sendsAndIsRefused(51, 0, 10_000);
        assertEquals(0, slide.remaining(1, 5_003));
        assertEquals(0, slide.remaining(1, 10_000));
    }

    @Test
    void a_pool_that_refuses_again_as_soon_as_its_wait_is_over_gets_as_much_per_window_as_it_granted() {
        recognised();
        // Fifty-one, and so many are in it: those of 100 to 5,000 and of 10,000 ms.
        assertEquals(50, slide.remaining(1, 10_100));
        assertEquals(0, slide.remaining(1, 10_150));
        slide.sent(1, 10_150);
        assertEquals(100, slide.remaining(1, 10_150));
        assertEquals(0, slide.remaining(1, 10_250));
    }

    @Test
    void a_pool_that_refuses_again_after_less_than_fills_a_window_has_another_reason() {
        var quiet = filledBy(20);
        quiet.sendsAndIsRefused(19, 0, 2_000);
        quiet.sendsAndIsRefused(1, 2_000, 2_200);
        assertEquals(0, quiet.slide.remaining(1, 2_200));

        var filled = filledBy(20);
        filled.sendsAndIsRefused(20, 0, 2_000);
        filled.sendsAndIsRefused(1, 2_000, 2_200);
        assertEquals(PAST + 100 - 2_200, filled.slide.remaining(1, 2_200));
    }

    @Test
    void nine_grants_between_two_refusals_are_few_and_ten_are_not() {
        grantsBetweenTwoRefusals(9);
        assertEquals(PAST, slide.remaining(1, 11_000));

        var stepped = new SlideTest();
        stepped.grantsBetweenTwoRefusals(10);
        assertEquals(0, stepped.slide.remaining(1, 11_000));
    }

    private void grantsBetweenTwoRefusals(int grants) {
        sendsAndIsRefused(51, 0, 10_000);
        for (var grant = 0; grant < grants; grant++) {
            slide.granted(1);
        }
        slide.refused(1, 10_500, 10_503, 20_000);
        slide.sent(60, 11_000);
    }

    @Test
    void a_refusal_a_second_after_the_wait_is_of_another_window() {
        sendsAndIsRefused(51, 0, 10_000);
        sendsAndIsRefused(1, 11_000, 20_000);
        slide.sent(60, 11_100);
        assertEquals(0, slide.remaining(1, 11_100));
    }

    @Test
    void a_refusal_just_before_a_second_is_over_is_soon() {
        sendsAndIsRefused(51, 0, 10_000);
        sendsAndIsRefused(1, 10_999, 20_000);
        slide.sent(60, 11_100);
        assertEquals(PAST, slide.remaining(1, 11_100));
    }

    @Test
    void what_was_sent_before_the_wait_was_over_belongs_to_the_refusal() {
        sendsAndIsRefused(51, 0, 10_000);
        slide.refused(1, 9_999, 10_002, 10_500);
        slide.refused(1, 10_499, 10_502, 11_000);
        assertEquals(0, slide.remaining(1, 10_502));
        slide.refused(1, 11_000, 11_003, 11_500);
        slide.sent(60, 11_100);
        assertEquals(PAST, slide.remaining(1, 11_100));
    }

    @Test
    void each_window_of_grants_makes_room_for_one_request_more() {
        slide.sent(10, 0);
        slide.refused(1, 0, 0, 100);
        slide.refused(1, 100, 100, 200);
        // Nine per window now; after nine grants ten.
        assertEquals(PAST - 100, slide.remaining(1, 100));
        for (var grant = 0; grant < 10; grant++) {
            slide.granted(1);
        }
        slide.sent(10, 11_000);
        assertEquals(PAST, slide.remaining(1, 11_000));
        slide.sent(0, 22_000);
        slide.sent(9, 22_000);
        assertEquals(0, slide.remaining(1, 22_000));
        slide.sent(1, 22_000);
        assertEquals(PAST, slide.remaining(1, 22_000));
    }

    @Test
    void tokens_wait_for_as_many_as_they_are() {
        slide.sent(600, 0);
        slide.sent(300, 1_000);
        slide.sent(400, 2_000);
        slide.refused(400, 2_000, 2_000, 2_100);
        slide.refused(400, 2_100, 2_100, 2_200);
        // 900 per window are granted, and 1,300 are in it.
        assertEquals(PAST - 2_100, slide.remaining(100, 2_100));
        assertEquals(PAST - 2_100, slide.remaining(200, 2_100));
        assertEquals(PAST + 1_000 - 2_100, slide.remaining(201, 2_100));
        assertEquals(PAST + 2_000 - 2_100, slide.remaining(5_000, 2_100));
        slide.granted(900);
        // One such request more: 1,300.
        assertEquals(PAST - 2_100, slide.remaining(600, 2_100));
        assertEquals(PAST + 1_000 - 2_100, slide.remaining(601, 2_100));
    }

    @Test
    void a_request_refused_in_an_empty_window_still_has_its_turn() {
        slide.refused(7, 0, 0, 100);
        slide.refused(7, 100, 100, 200);
        slide.sent(7, 200);
        assertEquals(0, slide.remaining(0, 200));
        assertEquals(PAST, slide.remaining(7, 200));
        assertEquals(0, slide.remaining(7, 10_250));
    }

    @Test
    void it_stays_recognised_while_refusals_come_and_is_forgotten_after_a_minute_without() {
        recognised();
        sendsAndIsRefused(30, 20_000, 23_000);
        slide.sent(1_000, 82_800);
        assertEquals(PAST, slide.remaining(1, 82_800));
        assertEquals(PAST - 102, slide.remaining(1, 82_902));
        assertEquals(0, slide.remaining(1, 82_903));
    }
}
