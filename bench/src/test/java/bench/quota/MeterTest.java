package bench.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeterTest {

    private static final Limits SMALL = new Limits(60, 3_000);

    private record Use(long at, long cost, boolean admitted) {}

    @Test
    void a_slice_of_ten_seconds_holds_a_sixth_of_the_requests_of_a_minute() {
        var meter = new Meter(SMALL, Manner.SLICES);
        for (var request = 0; request < 10; request++) {
            assertTrue(meter.admit(1, 4_000).admitted());
        }
        assertEquals(new Meter.Verdict(false, 6_000), meter.admit(1, 4_000));
        assertTrue(meter.admit(1, 10_000).admitted());
    }

    @Test
    void a_large_request_waits_for_the_tokens_while_a_small_one_still_fits() {
        var meter = new Meter(SMALL, Manner.SLICES);
        assertTrue(meter.admit(900, 0).admitted());
        assertEquals(new Meter.Verdict(false, 19_000), meter.admit(200, 1_000));
        assertTrue(meter.admit(100, 1_000).admitted());
    }

    @Test
    void a_refused_request_counts_where_azure_counts_it() {
        var slices = new Meter(SMALL, Manner.SLICES);
        var minutes = new Meter(SMALL, Manner.MINUTES);
        for (var meter : List.of(slices, minutes)) {
            assertFalse(meter.admit(5_000, 0).admitted());
        }
        assertEquals(10, slices.read(0).remainingRequests());
        assertEquals(59, minutes.read(0).remainingRequests());
    }

    @Test
    void the_minute_closes_after_its_slices_were_used_up() {
        var meter = new Meter(new Limits(60, 1_000_000), Manner.MINUTES);
        for (var request = 0; request < 60; request++) {
            assertTrue(meter.admit(1, request * 1_000L).admitted(), "request " + request);
        }
        assertEquals(500, meter.waitMillis(1, 59_500));
        assertEquals(0, meter.waitMillis(1, 60_000));
    }

    @Test
    void without_quota_it_says_until_when() {
        var meter = new Meter(SMALL, Manner.SLICES);
        meter.close(30_000);
        assertEquals(new Meter.Verdict(false, 25_000), meter.admit(1, 5_000));
        assertEquals(0, meter.read(5_000).remainingRequests());
        assertTrue(meter.admit(1, 30_000).admitted());
    }

    /** The same meter, computed from the whole history at every step. */
    @ParameterizedTest
    @EnumSource
    void it_agrees_with_one_that_counts_its_whole_history_anew(Manner manner) {
        var random = new SplittableRandom(1);
        var meter = new Meter(SMALL, manner);
        var history = new ArrayList<Use>();
        var now = 0L;
        var refused = 0;
        for (var step = 0; step < 1_500; step++) {
            now += random.nextLong(1_200);
            var cost = random.nextLong(1, 150);
            var expected = naive(manner, history, cost, now);
            assertEquals(expected, meter.fits(cost, now));
            assertEquals(expected, meter.waitMillis(cost, now) == 0);
            assertEquals(expected, meter.headroom(cost, now) >= 0);
            assertEquals(expected, meter.admit(cost, now).admitted());
            history.add(new Use(now, cost, expected));
            refused += expected ? 0 : 1;
        }
        assertTrue(refused > 150 && refused < 1_350, "both answers occur: " + refused);
    }

    private static boolean naive(Manner manner, List<Use> history, long cost, long now) {
        var slices = manner == Manner.SLICES;
        return requests(history, now, 10_000, !slices) < 10
                && (slices || requests(history, now, 60_000, true) < 60)
                && tokens(history, now, slices ? 20_000 : 60_000) + cost <= (slices ? 1_000 : 3_000);
    }

    private static long requests(List<Use> history, long now, long window, boolean refusedToo) {
        return history.stream()
                .filter(use -> use.at() / window == now / window && (refusedToo || use.admitted()))
                .count();
    }

    private static long tokens(List<Use> history, long now, long window) {
        return history.stream()
                .filter(use -> use.at() / window == now / window && use.admitted())
                .mapToLong(Use::cost)
                .sum();
    }
}
