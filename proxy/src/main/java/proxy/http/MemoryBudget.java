package proxy.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all requests of the replica together may keep: request bodies, and events that have not left. Thread-safe. */
public final class MemoryBudget {

    private volatile long limit;
    private final AtomicLong used = new AtomicLong();

    /** @param limit in bytes */
    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** Changes the limit; what is kept stays. */
    public void limit(long bytes) {
        limit = bytes;
    }

    /** Bytes that may be kept. */
    public long limit() {
        return limit;
    }

    /** Bytes that are kept now. */
    public long used() {
        return used.get();
    }

    /** Whether that many bytes more would fit now. */
    boolean fits(long bytes) {
        return used.get() + bytes <= limit;
    }

    Share share() {
        return new Share();
    }

    /** What one owner keeps. Lives on one event loop. */
    final class Share {

        private long held;

        private Share() {}

        /** Keeps so many bytes from now on; changes nothing and says false when they do not fit. Less always fits. */
        boolean resize(long bytes) {
            var more = bytes - held;
            if (used.addAndGet(more) > limit && more > 0) {
                used.addAndGet(-more);
                return false;
            }
            held = bytes;
            return true;
        }
    }
}
