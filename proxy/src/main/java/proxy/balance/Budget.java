package proxy.balance;

/**
 * A guess at what one pool still grants of one thing, requests or tokens: a bucket that refills at the pool's rate, corrected by
 * refusals, next to what the answers' fields told last. It orders choices and never refuses one: other replicas spend from the
 * same pool, Azure's windows are not ours, and the limits may be wrong. Not thread-safe: guarded by the pool. Times are monotonic
 * milliseconds.
 */
final class Budget {

    private static final double MINUTE_MILLIS = 60_000;
    /** What was told longer ago says nothing. */
    private static final long TOLD_MILLIS = 5_000;

    private final double perMilli;
    private final double leastCapacity;
    private final double mostCapacity;
    private double capacity;
    private double level;
    private long filledAt;
    private long wholeAt = Long.MIN_VALUE;
    private double spent;
    private double told;
    private double toldOf;
    private long toldAt = Long.MIN_VALUE;

    /** @param perMinute 0 when unknown; windowMillis what Azure is expected to count over */
    Budget(long perMinute, long windowMillis) {
        this.perMilli = perMinute / MINUTE_MILLIS;
        this.capacity = Math.max(1, perMilli * windowMillis);
        this.leastCapacity = Math.max(1, perMilli * 1_000);
        this.mostCapacity = Math.max(1, perMinute);
        this.level = capacity;
    }

    boolean known() {
        return perMilli > 0;
    }

    /** Share of the budget that would be left after {@code cost}: 1 is whole, negative is overdrawn. */
    double headroom(double cost, long now) {
        fill(now);
        var modelled = known() ? (level - cost) / capacity : 0.5;
        return toldAt + TOLD_MILLIS > now ? Math.min(modelled, (told - cost) / toldOf) : modelled;
    }

    void spend(double cost, long now) {
        fill(now);
        spent += cost;
        level -= cost;
        told -= cost;
        // Granted beyond what the bucket held: Azure counts over a longer window than was thought.
        if (level < 0) {
            capacity = Math.min(mostCapacity, capacity - level / 2);
            level = 0;
        }
    }

    /** All that was ever spent here. */
    double spent() {
        return spent;
    }

    /**
     * @param remaining after the answered request
     * @param spentThen {@link #spent} when it was sent: what was sent since is not in the told count
     */
    void told(long remaining, long of, double spentThen, long now) {
        if (remaining != QuotaNews.UNKNOWN) {
            told = remaining - (spent - spentThen);
            toldOf = Math.max(1, Math.max(of, remaining));
            toldAt = now;
        }
    }

    /** Azure refused {@code cost} until a moment when the budget is whole again. */
    void refused(double cost, long until, long now) {
        fill(now);
        if (level > cost) {
            capacity = Math.max(leastCapacity, capacity - (level - cost) / 2);
        }
        level = Math.min(level, 0);
        wholeAt = until;
        toldAt = Long.MIN_VALUE;
    }

    private void fill(long now) {
        if (wholeAt != Long.MIN_VALUE && now >= wholeAt) {
            level = capacity;
            filledAt = wholeAt;
            wholeAt = Long.MIN_VALUE;
        }
        if (now > filledAt) {
            level = Math.min(capacity, level + (now - filledAt) * perMilli);
            filledAt = now;
        }
    }
}
