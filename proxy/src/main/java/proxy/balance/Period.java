package proxy.balance;

/**
 * The window that a pool is in, by this replica's own count: how much of its part was sent, and when the next one begins. Until a refusal
 * tells when that is, a window begins with what is sent after the last one. Not thread-safe: guarded by the pool. Times are monotonic
 * milliseconds.
 */
final class Period {

    /** Standard deviations by which others may ask for more than they usually do. */
    private static final double SURE = 4;

    private final long millis;
    private final double least;
    private double whole;
    private double used;
    private long endsAt = Long.MIN_VALUE;

    /**
     * @param whole what is granted in one window, 0 when unknown
     * @param millis its length
     */
    Period(double whole, long millis) {
        this.millis = millis;
        this.least = whole;
        this.whole = whole;
    }

    /** What is granted per millisecond, 0 when unknown. */
    double perMilli() {
        return whole / millis;
    }

    void send(double amount, long now) {
        roll(now);
        used += amount;
    }

    /** It was granted: a window that grants more than was thought is larger. */
    void granted() {
        if (least > 0 && used > whole) {
            whole = used;
        }
    }

    /** What was sent then was refused. */
    void giveBack(double amount, long sentAt) {
        if (sentAt >= endsAt - millis) {
            used = Math.max(0, used - amount);
        }
    }

    /** The pool grants nothing more until then. */
    void exhausted(long until) {
        whole = Math.clamp(used, least, whole);
        endsAt = until;
    }

    /**
     * Milliseconds until so much may be sent by one who has to leave something to others, 0 for now.
     *
     * @param othersPerMilli what the others are about to ask for
     * @param unit what they ask for at a time
     * @param told what the pool said to be left for this replica, if that is more than was counted here
     */
    long heldMillis(double amount, double othersPerMilli, double unit, double told, long now) {
        roll(now);
        var rest = endsAt - now;
        var expected = othersPerMilli * Math.min(rest, millis);
        var kept = expected + SURE * Math.sqrt(expected * unit);
        // The last one of a window is kept for nobody: who would ask for it may not come.
        return kept < unit || Math.max(whole - used, told) - amount >= kept ? 0 : rest;
    }

    private void roll(long now) {
        if (now < endsAt) {
            return;
        }
        var idle = endsAt == Long.MIN_VALUE || now - endsAt >= millis;
        endsAt = (idle ? now : endsAt) + millis;
        used = 0;
    }
}
