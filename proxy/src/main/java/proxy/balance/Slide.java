package proxy.balance;

/**
 * Notices that a pool counts over a window that slides: it refuses again as soon as the wait that it asked for is over, because
 * only what was sent first has left its count. From then on what is sent waits for its turn, instead of being refused until it
 * comes: as much is sent per window as was granted in the one before the refusal, and one such request more each time around.
 * Not thread-safe: guarded by the pool. Times are monotonic milliseconds.
 */
final class Slide {

    /** So many grants between two refusals are worth the second. */
    private static final int WORTHWHILE = 10;

    private static final long SOON_MILLIS = 1_000;
    /** A pool that has not refused for so long may count otherwise by now. */
    private static final long BELIEVED_MILLIS = 60_000;

    private final Window window;
    private final double least;
    private boolean refusedBefore;
    private long closedUntil;
    private int granted;
    private boolean slides;
    private long believedUntil;
    private double unit;
    private double most;

    /**
     * @param windowMillis what Azure is expected to count over
     * @param least that fills a window: a pool that refuses after less than that has other reasons than what was sent to it
     */
    Slide(long windowMillis, double least) {
        this.window = new Window(windowMillis);
        this.least = least;
    }

    void sent(long amount, long now) {
        window.add(amount, now);
    }

    void granted(long amount) {
        granted++;
        most += unit * amount / Math.max(1, most);
    }

    /**
     * What was sent before the last refusal's wait was over is part of that refusal, not a next one.
     *
     * @param until when the wait is over that was asked for
     */
    void refused(long amount, long sentAt, long now, long until) {
        if (!refusedBefore || sentAt >= closedUntil) {
            var sent = Math.max(0, window.sum(now) - amount);
            slides = slides(now) || (sent >= least && again(sentAt));
            believedUntil = now + BELIEVED_MILLIS;
            unit = amount;
            most = Math.max(amount, sent);
            granted = 0;
            refusedBefore = true;
        }
        closedUntil = until;
    }

    private boolean again(long sentAt) {
        return refusedBefore && granted < WORTHWHILE && sentAt - closedUntil < SOON_MILLIS;
    }

    /** Milliseconds until so much has its turn, 0 for now. */
    long remaining(long amount, long now) {
        return slides(now) ? window.remaining(most - amount, now) : 0;
    }

    private boolean slides(long now) {
        return slides && now < believedUntil;
    }
}
