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
    private long beganAt = Long.MIN_VALUE;
    private long endsAt = Long.MIN_VALUE;
    /** Whether the pool has said that it grants no more in this window: what was sent by then and not refused is all of it. */
    private boolean exhausted;

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
        if (sentAt < beganAt) {
            return;
        }
        used = Math.max(0, used - amount);
        if (exhausted) {
            whole = Math.clamp(used, least, whole);
        }
    }

    /**
     * The pool grants nothing more until then.
     *
     * @param sentAt of the request that was refused: of one that was sent in an earlier window this one's size is not known
     */
    void exhausted(long sentAt, long until) {
        if (sentAt >= beganAt) {
            exhausted = true;
            whole = Math.clamp(used, least, whole);
        }
        endsAt = until;
    }

    /**
     * Milliseconds until so much may be sent by one who has to leave something to others, 0 for now.
     *
     * @param othersPerMilli what the others are about to ask for
     * @param unit what they ask for at a time
     * @param told what the pool said to be left for this replica, if that is more than was counted here
     * @param servedUntil when its share will have added up to any one grant of its own
     */
    long heldMillis(double amount, double othersPerMilli, double unit, double told, long servedUntil, long now) {
        roll(now);
        var rest = endsAt - now;
        var left = Math.max(whole - used, told);
        var expected = othersPerMilli * Math.min(rest, millis);
        var kept = expected + SURE * Math.sqrt(expected * unit);
        // The last one of a window is kept for nobody: who would ask for it may not come.
        return kept < unit || left - amount >= kept || (servedUntil <= beganAt && fits(amount, left)) ? 0 : rest;
    }

    /**
     * Whether one whose turn it is finds enough: else what is larger than the rest of a window, less what is kept, would be held window
     * after window. What is larger than this replica's part of a whole one goes while half of that is there: the pool has more.
     */
    private boolean fits(double amount, double left) {
        return left >= (amount <= whole ? amount : whole / 2);
    }

    private void roll(long now) {
        if (now < endsAt) {
            return;
        }
        var idle = endsAt == Long.MIN_VALUE || now - endsAt >= millis;
        beganAt = idle ? now : endsAt;
        endsAt = beganAt + millis;
        used = 0;
        exhausted = false;
    }
}
