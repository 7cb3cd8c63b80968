package proxy.simulation;

import java.util.List;
import proxy.simulation.Scenario.Kind;

/** Knows every meter and every fault, asks once, and never queues: what it admits is what could be admitted. */
final class Oracle {

    private final Scenario scenario;
    private final List<Meter> meters;

    Oracle(Scenario scenario) {
        this.scenario = scenario;
        this.meters = scenario.meters();
    }

    /** Takes the pool that keeps the largest share of its scarcer budget, of the first priority that has room. */
    boolean admits(int tokens, long now) {
        Meter best = null;
        var priority = Integer.MAX_VALUE;
        for (var pool = 0; pool < meters.size(); pool++) {
            var meter = meters.get(pool);
            var rank = scenario.pools().get(pool).priority();
            var dead = scenario.hit(pool, Kind.SILENT, now)
                    || scenario.hit(pool, Kind.FAILING, now)
                    || scenario.hit(pool, Kind.NO_QUOTA, now);
            if (dead || rank > priority || !meter.fits(tokens, now)) {
                continue;
            }
            if (rank < priority || meter.left(tokens, now) > best.left(tokens, now)) {
                best = meter;
                priority = rank;
            }
        }
        return best != null && best.admit(tokens, now);
    }
}
