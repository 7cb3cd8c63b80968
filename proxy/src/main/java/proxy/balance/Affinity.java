package proxy.balance;

import java.util.List;
import java.util.function.Function;

/** Rendezvous hashing: every replica finds the same home for a prompt's beginning, and a home that goes moves only its own. */
final class Affinity {

    private Affinity() {}

    static <T> T home(long prefix, List<T> places, Function<T, String> name) {
        var best = places.getFirst();
        var most = Long.MIN_VALUE;
        for (var place : places) {
            var weight = mix(prefix ^ mix(name.apply(place).hashCode()));
            if (weight > most) {
                most = weight;
                best = place;
            }
        }
        return best;
    }

    /** The finaliser of SplitMix64: every bit of the input changes half the bits of the result. */
    private static long mix(long value) {
        var mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
