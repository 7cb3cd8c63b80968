package proxy.http;

import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Bytes that all requests of the replica together may keep: request bodies, and of answers what has not left. What else there is in
 * buffers, for moments, is looked at when more is to come: bodies are refused first, and a little later requests. Thread-safe.
 */
public final class MemoryBudget {

    /** Hundredths of the memory for buffers up to which new bodies, and requests without one, are taken on. */
    private static final int BODIES_PERCENT = 85;

    private static final int REQUESTS_PERCENT = 92;

    private final LongSupplier buffers;
    private final long mostBuffers;
    private volatile long limit;
    private final AtomicLong used = new AtomicLong();
    /** Beyond what is asked for: it may exceed the limit, and no other owner loses what it may have for that. */
    private final AtomicLong waiting = new AtomicLong();

    /** @param limit in bytes */
    public MemoryBudget(long limit) {
        this(limit, PlatformDependent::usedDirectMemory, PlatformDependent.maxDirectMemory());
    }

    MemoryBudget(long limit, LongSupplier buffers, long mostBuffers) {
        this.limit = limit;
        this.buffers = buffers;
        this.mostBuffers = mostBuffers;
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
        return used.get() + waiting.get();
    }

    /** Whether a request with a body of that many bytes would fit now. */
    boolean fits(long bytes) {
        return used() + bytes <= limit
                && buffers.getAsLong() <= mostBuffers / 100 * (bytes > 0 ? BODIES_PERCENT : REQUESTS_PERCENT);
    }

    Share share() {
        return new Share();
    }

    /** What one owner keeps. Lives on one event loop. */
    final class Share {

        private long held;
        private long late;

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

        /** Keeps so many bytes beside those from now on, whether they fit or not: no new request fits then. */
        void keep(long bytes) {
            waiting.addAndGet(bytes - late);
            late = bytes;
        }
    }
}
