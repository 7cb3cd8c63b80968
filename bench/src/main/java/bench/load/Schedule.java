package bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Arrivals that are fixed before the first is sent: what waits does not slow down what follows. */
public final class Schedule {

    /** Tokens of the mix on average: 60 % of 20 to 80, 40 % of 150 to 350. */
    public static final double MEAN_TOKENS = 130;

    private static final double SMALL = 0.6;

    private Schedule() {}

    /** Poisson arrivals of small and large requests; half of the tokens are prompt. @param streams share of streams */
    public static List<Arrival> mixed(double perSecond, double seconds, double streams, long seed) {
        var random = new SplittableRandom(seed);
        var arrivals = new ArrayList<Arrival>();
        for (var at = gap(random, perSecond); at < seconds; at += gap(random, perSecond)) {
            var tokens = random.nextDouble() < SMALL ? random.nextInt(20, 81) : random.nextInt(150, 351);
            var stream = random.nextDouble() < streams;
            arrivals.add(new Arrival(arrivals.size(), (long) (at * 1e9), tokens / 2, tokens - tokens / 2, stream));
        }
        return List.copyOf(arrivals);
    }

    /** Small requests at equal distances. */
    public static List<Arrival> even(double perSecond, double seconds) {
        var arrivals = new ArrayList<Arrival>();
        for (var id = 0; id < perSecond * seconds; id++) {
            arrivals.add(new Arrival(id, (long) (id * 1e9 / perSecond), 50, 50, false));
        }
        return List.copyOf(arrivals);
    }

    private static double gap(SplittableRandom random, double perSecond) {
        return -Math.log(1 - random.nextDouble()) / perSecond;
    }
}
