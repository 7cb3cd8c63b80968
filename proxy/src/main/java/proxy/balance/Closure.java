package proxy.balance;

import java.util.Optional;

/**
 * A pool or backend that is closed for a while. What it said itself is believed once; a closing that was guessed, clamped or comes
 * again is not, and ends in a probe: one request alone, whose answer opens for all.
 *
 * <pre>
 *               close
 *   open ────────────────► closed ◄───────────────┐
 *    ▲                     │    │                 │ close
 *    │    time, believed   │    │ time, doubted   │
 *    ├─────────────────────┘    ▼                 │
 *    └───────────────────── half open ────────────┘
 *            good               one probe at a time
 * </pre>
 *
 * Not thread-safe: guarded by the pool. Times are monotonic milliseconds.
 */
final class Closure {

    /** After this long another probe may go although the last one is still silent. */
    static final long PROBE_MILLIS = 600;

    private static final long NEVER = Long.MIN_VALUE;

    private final long firstMillis;
    private final long maxMillis;
    private final long windowMillis;
    private long foundOpenAt = NEVER;
    private long until = Long.MIN_VALUE;
    private int inARow;
    private boolean doubted;
    private long probedAt = Long.MIN_VALUE;

    /** @param firstMillis guess when no wait is given, doubled per time in a row up to {@code maxMillis} */
    Closure(long firstMillis, long maxMillis) {
        this(firstMillis, maxMillis, Long.MAX_VALUE);
    }

    /** @param windowMillis it opens again and again after so long: once it was found open, no guess goes past the next time */
    Closure(long firstMillis, long maxMillis, long windowMillis) {
        this.firstMillis = firstMillis;
        this.maxMillis = maxMillis;
        this.windowMillis = windowMillis;
    }

    /**
     * A later closing never shortens an earlier one, because answers arrive out of order.
     *
     * @param sentAt of the request that was refused: what was sent before the last closing ended is part of it, not a next one
     * @param jitter 0 to 1
     */
    void close(long sentAt, long now, Optional<RetryHint> wait, double jitter) {
        if (inARow == 0 || sentAt >= until) {
            inARow++;
            doubted = inARow > 1;
        }
        doubted |= !wait.map(RetryHint::exact).orElse(false);
        var asked = wait.map(RetryHint::millis).orElseGet(() -> Math.min(guess(jitter), untilNextWindow(now)));
        until = Math.max(until, now + asked);
        probedAt = Long.MIN_VALUE;
    }

    private long guess(double jitter) {
        var doubled = Math.min(maxMillis, firstMillis << Math.min(inARow - 1, 10));
        return (long) (doubled * (0.9 + 0.2 * jitter));
    }

    private long untilNextWindow(long now) {
        return foundOpenAt == NEVER ? Long.MAX_VALUE : windowMillis - Math.floorMod(now - foundOpenAt, windowMillis);
    }

    /** A request that was sent at {@code sentAt} was answered well; what was sent before the closing proves nothing. */
    void good(long sentAt) {
        if (sentAt >= until) {
            foundOpenAt = doubted ? sentAt : foundOpenAt;
            inARow = 0;
            doubted = false;
        }
    }

    boolean closed(long now) {
        return remaining(now) > 0;
    }

    /** Milliseconds until a request may go, 0 for now. */
    long remaining(long now) {
        if (until > now) {
            return until - now;
        }
        return halfOpen(now) && probedAt + PROBE_MILLIS > now ? probedAt + PROBE_MILLIS - now : 0;
    }

    /** Whether the next request is a probe. */
    boolean halfOpen(long now) {
        return doubted && until <= now;
    }

    /** A request goes; whether it is a probe. */
    boolean sent(long now) {
        if (!halfOpen(now)) {
            return false;
        }
        probedAt = now;
        return true;
    }

    long until() {
        return until;
    }
}
