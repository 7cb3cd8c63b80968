package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AffinityTest {

    private static final List<String> PLACES = List.of("a", "b", "c", "d");

    private static String home(long prefix, List<String> places) {
        return Affinity.home(prefix, places, Function.identity());
    }

    @Test
    void every_replica_finds_the_same_home_whatever_the_order_of_the_places() {
        for (var prefix = 1L; prefix <= 1_000; prefix++) {
            assertEquals(home(prefix, PLACES), home(prefix, PLACES.reversed()));
        }
    }

    @Test
    void a_place_that_goes_moves_only_its_own() {
        var without = List.of("a", "b", "d");
        for (var prefix = 1L; prefix <= 1_000; prefix++) {
            var before = home(prefix, PLACES);
            if (!before.equals("c")) {
                assertEquals(before, home(prefix, without));
            }
        }
    }

    @Test
    void prompts_spread_evenly_over_the_places() {
        var homes = new HashMap<String, Integer>();
        LongStream.rangeClosed(1, 4_000).forEach(prefix -> homes.merge(home(prefix, PLACES), 1, Integer::sum));
        PLACES.forEach(place -> assertTrue(homes.get(place) > 900 && homes.get(place) < 1_100, homes.toString()));
    }

    @Test
    void prefixes_that_differ_only_in_their_high_bits_spread_too() {
        var homes = new HashMap<String, Integer>();
        LongStream.rangeClosed(1, 4_000).forEach(prefix -> homes.merge(home(prefix << 45, PLACES), 1, Integer::sum));
        PLACES.forEach(place -> assertTrue(homes.get(place) > 900 && homes.get(place) < 1_100, homes.toString()));
    }
}
