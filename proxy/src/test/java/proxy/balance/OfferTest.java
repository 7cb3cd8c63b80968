package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OfferTest {

    private static final double EXACT = 1e-9;

    private static Offer offer(long quotaMillis, long healthMillis) {
        return new Offer(
                null, quotaMillis, false, healthMillis, 0, false, false, true, 0, 0, 0, new Offer.Mix(0, 0, 0));
    }

    private static double score(
            double headroom, double load, double firstByte, double usual, double size, double quick) {
        return new Offer(
                        null,
                        0,
                        false,
                        0,
                        0,
                        false,
                        false,
                        true,
                        headroom,
                        load,
                        firstByte,
                        new Offer.Mix(usual, 100, 10))
                .score(size, quick);
    }

    @Test
    void it_is_open_when_neither_quota_nor_health_makes_it_wait() {
        assertTrue(offer(0, 0).open());
        assertFalse(offer(1, 0).open());
        assertFalse(offer(0, 1).open());
    }

    @Test
    void it_is_usable_some_time_unless_every_account_has_failed_the_request() {
        assertTrue(offer(5, 0).usable());
        assertTrue(offer(0, 5).usable());
        assertFalse(offer(0, -1).usable());
    }

    @Test
    void both_waits_must_be_over() {
        assertEquals(7, offer(7, 3).soonest());
        assertEquals(7, offer(3, 7).soonest());
        assertEquals(3, offer(3, -1).soonest());
    }

    @Test
    void headroom_counts_whole_and_load_a_fifth() {
        assertEquals(0.5, score(0.5, 0, 0, 100, 1, 0), EXACT);
        assertEquals(0.3, score(0.5, 1, 0, 100, 1, 0), EXACT);
    }

    @Test
    void a_slow_pool_loses_up_to_three_tenths() {
        assertEquals(0.5, score(0.5, 0, 200, 100, 1, 200), EXACT);
        assertEquals(0.35, score(0.5, 0, 300, 100, 1, 200), EXACT);
        assertEquals(0.2, score(0.5, 0, 2_000, 100, 1, 200), EXACT);
        assertEquals(0.5, score(0.5, 0, 2_000, 100, 1, 0), EXACT);
        assertEquals(0.5, score(0.5, 0, 0, 100, 1, 200), EXACT);
    }

    @Test
    void large_requests_shun_and_small_ones_seek_the_pool_whose_tokens_run_out_first() {
        assertEquals(0.5 - 0.5 * 2 * 1, score(0.5, 0, 0, 200, 2, 0), EXACT);
        assertEquals(0.5 + 0.5 * 2 * 0.5, score(0.5, 0, 0, 200, 0.5, 0), EXACT);
        assertEquals(0.5 - 0.5 * 0.5 * 1, score(0.5, 0, 0, 50, 2, 0), EXACT);
    }

    @Test
    void a_pool_of_unknown_limits_is_under_usual_pressure() {
        assertEquals(1, new Offer.Mix(200, 0, 0).pressure());
        assertEquals(2, new Offer.Mix(200, 100, 0).pressure());
    }
}
