package bench.quota;

import java.util.List;

/**
 * Knows every meter, asks once and never queues: what it admits of a schedule is what could be admitted. It takes the pool that
 * keeps the largest share of its scarcer budget; another order can come out a little higher.
 */
public final class Oracle {

    private final List<Meter> meters;

    public Oracle(List<Meter> meters) {
        this.meters = meters;
    }

    /** @return the pool that admits the request, or -1 */
    public int admit(long cost, long now) {
        var best = -1;
        for (var pool = 0; pool < meters.size(); pool++) {
            if (meters.get(pool).fits(cost, now)
                    && (best < 0
                            || meters.get(pool).headroom(cost, now)
                                    > meters.get(best).headroom(cost, now))) {
                best = pool;
            }
        }
        if (best >= 0) {
            meters.get(best).admit(cost, now);
        }
        return best;
    }
}
