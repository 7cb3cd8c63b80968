package proxy.limit;

import java.util.concurrent.TimeUnit;

/**
 * A token bucket that refills continuously and holds ten seconds' worth, at least one unit. It may be overdrawn: what a request
 * really used is known only when it is over. Not thread-safe.
 */
final class Bucket {

    private static final double MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final double BURSTS_PER_MINUTE = 6;

    private final double perNano;
    private final double capacity;
    private double level;
    private long filledAt;

    /** @param perMinute units; filled at {@code nanoTime} */
    Bucket(double perMinute, long nanoTime) {
        this.perNano = perMinute / MINUTE_NANOS;
        this.capacity = Math.max(1, perMinute / BURSTS_PER_MINUTE);
        this.level = capacity;
        this.filledAt = nanoTime;
    }

    /** Nanoseconds until {@code units} are there, 0 for now. More than the bucket holds counts as the whole bucket. */
    long waitFor(double units, long nanoTime) {
        fill(nanoTime);
        var missing = Math.min(units, capacity) - level;
        return missing <= 0 ? 0 : (long) Math.ceil(missing / perNano);
    }

    /** Takes {@code units}, or puts them back when negative. */
    void take(double units, long nanoTime) {
        fill(nanoTime);
        level = Math.min(capacity, level - units);
    }

    private void fill(long nanoTime) {
        level = Math.min(capacity, level + (nanoTime - filledAt) * perNano);
        filledAt = nanoTime;
    }
}
