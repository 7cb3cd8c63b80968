package proxy.balance;

import java.util.OptionalLong;

/**
 * A guess at what one pool still grants of one thing, requests or tokens: a bucket that refills at the pool's rate, corrected by
 * refusals, next to what the answers' fields told last. It orders choices and never refuses one: other replicas spend from the
 * same pool, Azure's windows are not ours, and the limits may be wrong. Not thread-safe: guarded by the pool. Times are monotonic
 * milliseconds.
 */
final class Budget {

    private static final double MINUTE_MILLIS = 60_000;
    /** What was told longer ago may be of a window that has ended. */
    private static final long TOLD_MILLIS = 5_000;
    /** Headroom of a pool of which nothing is known. */
    private static final double UNKNOWN_HEADROOM = 0.5;

    private final Ledger ledger = new Ledger();
    private final double perMilli;
    private final int replicas;
    private final double leastCapacity;
    private final double mostCapacity;
    private double capacity;
    private double level;
    private long filledAt;
    private long wholeAt = Long.MIN_VALUE;
    private long otherWholeAt = Long.MIN_VALUE;
    /** What had been sent when it was whole last; negative when it never was. */
    private double wholeMark = -1;
    /** What was granted from one wait to the next, 0 when unknown. */
    private double usualGrant;

    private double toldRemaining;
    private double toldOf = 1;
    private double toldMark;
    private long toldAt = Long.MIN_VALUE;

    /**
     * @param perMinute 0 when unknown
     * @param windowMillis what Azure is expected to count over
     * @param replicas that draw from the pool, each about as much
     */
    Budget(long perMinute, long windowMillis, int replicas) {
        this.replicas = replicas;
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
        var modelled = known() ? (level - cost) / capacity : UNKNOWN_HEADROOM;
        return fresh(now) ? Math.min(modelled, (told() - cost) / toldOf) : modelled;
    }

    /** Whether the cost seems covered, by what was told if that is fresh. */
    boolean covers(double cost, long now) {
        fill(now);
        return fresh(now) ? told() >= cost : !known() || level >= cost;
    }

    /** Whether what was told lately does not cover the cost. */
    boolean toldShort(double cost, long now) {
        return fresh(now) && told() < cost;
    }

    /** Whether as much was granted since the last wait was over as from the one before to that. */
    boolean grantedAsBefore(double cost, long now) {
        fill(now);
        return usualGrant > 0 && ledger.since(wholeMark) + cost > usualGrant;
    }

    /** Whether the cost is covered by what was told last, however long ago: no window that ends takes anything away. */
    boolean surelyCovers(double cost, long now) {
        return toldAt > Long.MIN_VALUE && !ended(toldAt, wholeAt, now) ? told() >= cost : covers(cost, now);
    }

    /** What seems to be left, by what was told if that is fresh; empty when nothing is known. */
    OptionalLong left(long now) {
        fill(now);
        if (fresh(now)) {
            return OptionalLong.of(Math.max(0, (long) told()));
        }
        return known() ? OptionalLong.of(Math.max(0, (long) level)) : OptionalLong.empty();
    }

    /** What was told to be left, a replica's share of it; negative when nothing was told of late. */
    double toldShare(long now) {
        return fresh(now) ? told() / replicas : -1;
    }

    /** @return the ledger's mark of what was sent */
    double spend(double cost, long now) {
        fill(now);
        level -= cost;
        return ledger.send(cost);
    }

    /** Something was granted: beyond what the bucket held when Azure counts over a longer window than was thought. */
    void granted(long now) {
        fill(now);
        if (level < 0) {
            capacity = Math.min(mostCapacity, capacity - level / 2);
            level = 0;
        }
    }

    /** What was sent after that mark and not refused. */
    double spentSince(double mark) {
        return ledger.since(mark);
    }

    /** @param remaining after the request that was sent at {@code sentAt} with {@code mark} */
    void told(long remaining, long of, double mark, long sentAt, long now) {
        if (remaining != QuotaNews.UNKNOWN && !outdated(sentAt, now)) {
            toldRemaining = remaining;
            toldOf = Math.max(1, Math.max(of, remaining));
            toldMark = mark;
            toldAt = now;
        }
    }

    /** What was sent with that mark was refused, whatever the reason. */
    void giveBack(double cost, double mark, long now) {
        fill(now);
        level = Math.min(capacity, level + cost);
        ledger.refund(mark, cost);
    }

    /** Azure refused {@code cost} for want of this, until a moment when the budget is whole again. */
    void exhausted(double cost, long until, long now) {
        fill(now);
        if (level > cost) {
            capacity = Math.max(leastCapacity, capacity - (level - cost) / 2);
            level = cost;
        }
        wholeAt = until;
    }

    /** Azure refused something for want of the other budget, which is whole again from then on. */
    void otherExhausted(long until) {
        otherWholeAt = until;
    }

    private boolean fresh(long now) {
        return toldAt + TOLD_MILLIS > now && !outdated(toldAt, now);
    }

    /**
     * Whether what was true then is of a window that has ended. When one budget is whole again the other may be, too: a pool that
     * seemed empty would be left alone although it has returned, and nothing be told of it.
     */
    private boolean outdated(long at, long now) {
        return ended(at, wholeAt, now) || ended(at, otherWholeAt, now);
    }

    private static boolean ended(long at, long wholeAt, long now) {
        return at < wholeAt && wholeAt <= now;
    }

    /** What was told, less what all replicas have sent since: the others, of which nothing is heard, as much as this one. */
    private double told() {
        return toldRemaining - replicas * ledger.since(toldMark);
    }

    private void fill(long now) {
        if (ended(filledAt, wholeAt, now)) {
            level = capacity;
            filledAt = wholeAt;
            usualGrant = wholeMark < 0 ? 0 : ledger.since(wholeMark);
            wholeMark = ledger.mark();
        }
        if (now > filledAt) {
            level = Math.min(capacity, level + (now - filledAt) * perMilli);
            filledAt = now;
        }
    }
}
