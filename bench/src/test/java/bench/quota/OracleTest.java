package bench.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OracleTest {

    private static List<Meter> meters(Limits... limits) {
        return Stream.of(limits).map(it -> new Meter(it, Manner.SLICES)).toList();
    }

    @Test
    void it_admits_as_long_as_any_pool_has_room() {
        var oracle = new Oracle(meters(new Limits(6, 30_000), new Limits(12, 30_000)));
        assertEquals(
                List.of(1, 0, 1, -1),
                IntStream.range(0, 4).map(it -> oracle.admit(1, 0)).boxed().toList());
        assertEquals(1, oracle.admit(1, 10_000));
    }

    @Test
    void it_keeps_large_requests_out_of_pools_that_are_short_of_tokens() {
        var oracle = new Oracle(meters(new Limits(600, 300), new Limits(600, 3_000)));
        assertEquals(1, oracle.admit(500, 0));
        assertEquals(0, oracle.admit(10, 0));
    }

    /** With equal requests the sum of the pools' windows is what fits, whatever the order. */
    @Test
    void equal_requests_fill_every_window_to_the_brim() {
        var oracle = new Oracle(meters(new Limits(60, 3_000_000), new Limits(600, 3_000), new Limits(120, 1_200)));
        var admitted = 0;
        for (var request = 0; request < 10_000; request++) {
            admitted += oracle.admit(10, request * 2L) >= 0 ? 1 : 0;
        }
        // Two slices of 10, one window of 1,000 tokens, one of 400.
        assertEquals(2 * 10 + 100 + 2 * 20, admitted);
    }

    @Test
    void nothing_is_admitted_that_its_pool_refuses() {
        var pools = meters(new Limits(60, 900), new Limits(30, 3_000));
        var twins = meters(new Limits(60, 900), new Limits(30, 3_000));
        var oracle = new Oracle(pools);
        var random = new SplittableRandom(3);
        var now = 0L;
        for (var request = 0; request < 2_000; request++) {
            now += random.nextLong(1_000);
            var cost = random.nextLong(1, 200);
            var time = now;
            var pool = oracle.admit(cost, now);
            assertEquals(pool < 0, twins.stream().noneMatch(twin -> twin.fits(cost, time)));
            assertTrue(pool < 0 || twins.get(pool).admit(cost, now).admitted());
        }
    }
}
