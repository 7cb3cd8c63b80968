package proxy.balance;

import java.util.OptionalLong;

/**
 * A pool or backend that is closed for a while, longer each time in a row.
 *
 * <pre>
 *            close (wait given, else first wait doubled per time in a row)
 *   open ───────────────────────────────────────────────► closed
 *    ▲  ▲                                                    │
 *    │  └───────────────── time passes ──────────────────────┘
 *    └── open(): an answer came, the row ends
 * </pre>
 *
 * Not thread-safe: guarded by its owner. Times are monotonic milliseconds.
 */
final class Closure {

    private final long firstMillis;
    private final long maxMillis;
    private long closedUntil = Long.MIN_VALUE;
    private int inARow;

    Closure(long firstMillis, long maxMillis) {
        this.firstMillis = firstMillis;
        this.maxMillis = maxMillis;
    }

    /** A later closure never shortens an earlier one: answers arrive out of order. */
    void close(long now, OptionalLong wait, double jitter) {
        var doubled = Math.min(maxMillis, firstMillis << Math.min(inARow, 10));
        var millis = wait.orElse((long) (doubled * (0.9 + 0.2 * jitter)));
        inARow++;
        closedUntil = Math.max(closedUntil, now + millis);
    }

    void open() {
        inARow = 0;
    }

    long remaining(long now) {
        return closedUntil <= now ? 0 : closedUntil - now;
    }
}
