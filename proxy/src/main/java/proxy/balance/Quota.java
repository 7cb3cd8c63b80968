package proxy.balance;

import java.util.Optional;

/**
 * One of the two things that a pool grants, requests or tokens: what seems to be left of it, and how long there is none. Not
 * thread-safe: guarded by the pool. Times are monotonic milliseconds.
 */
final class Quota {

    private static final long PARK_FIRST_MILLIS = 1_000;

    /** In a window that slides there is room again and again: what others ask for until then is left to them. */
    private static final long SLIDE_MILLIS = 1_000;

    /** A replica whose part of a window was used less than this has not filled it. */
    private static final double FILLED = 0.1;

    final Budget budget;
    final Period period;
    private final Closure closure;
    private final Slide slide;

    /**
     * @param perMinute that the pool grants, 0 when unknown
     * @param windowMillis what Azure is expected to count over
     * @param replicas that draw from the pool
     * @param maxParkMillis longest guess when a refusal does not say how long
     */
    Quota(long perMinute, long windowMillis, int replicas, long maxParkMillis) {
        var part = perMinute / 60_000.0 * windowMillis / replicas;
        this.budget = new Budget(perMinute, windowMillis, replicas);
        this.period = new Period(part, windowMillis);
        this.closure = new Closure(PARK_FIRST_MILLIS, maxParkMillis, windowMillis);
        this.slide = new Slide(windowMillis, FILLED * part);
    }

    /** Milliseconds until so much may be sent, 0 for now. */
    long remaining(long amount, long now) {
        return Math.max(closure.remaining(now), slide.remaining(amount, now));
    }

    /**
     * So much is sent.
     *
     * @param concerned whether it would have had to wait for a pool that is closed
     * @return the ledger's mark of it
     */
    double send(long amount, boolean concerned, long now) {
        slide.sent(amount, now);
        if (concerned) {
            closure.sent(now);
        }
        period.send(amount, now);
        return budget.spend(amount, now);
    }

    /** It was granted. @param concerned as it was {@link #send sent} */
    void granted(long amount, boolean concerned, long sentAt, long now) {
        budget.granted(now);
        period.granted();
        if (concerned) {
            closure.good(sentAt);
            slide.granted(amount);
        }
    }

    /**
     * Milliseconds until so much may be sent by a caller that leaves something to others, 0 for now.
     *
     * @param othersPerMilli what they are about to ask for
     * @param unit what they ask for at a time
     * @param servedUntil when the caller's share will have added up to any one grant of its own
     */
    long heldMillis(long amount, double othersPerMilli, double unit, long servedUntil, long now) {
        var forOthers = Math.round(othersPerMilli * SLIDE_MILLIS);
        return Math.max(
                slide.remaining(amount + forOthers, now),
                period.heldMillis(amount, othersPerMilli, unit, budget.toldShare(now), servedUntil, now));
    }

    /** It was refused, whatever the reason. @param mark as it was {@link #send sent} */
    void giveBack(long amount, double mark, long sentAt, long now) {
        budget.giveBack(amount, mark, now);
        period.giveBack(amount, sentAt);
    }

    /** It was refused for want of this, and not of the other thing that the pool grants. @param jitter 0 to 1 */
    void exhausted(long amount, long sentAt, long now, Optional<RetryHint> wait, double jitter, Quota other) {
        closure.close(sentAt, now, wait, jitter);
        // That a guess was too short says nothing of the pool's windows.
        if (wait.isPresent()) {
            slide.refused(amount, sentAt, now, closure.until());
        }
        budget.exhausted(amount, closure.until(), now);
        period.exhausted(sentAt, closure.until());
        other.budget.otherExhausted(closure.until());
    }
}
