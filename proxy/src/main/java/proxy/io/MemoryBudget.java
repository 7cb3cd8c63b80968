package proxy.io;

import io.netty.util.internal.PlatformDependent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Bytes that all requests of the replica together may keep: request bodies, and of answers what has not left. What else there is in
 * buffers, for moments, is looked at when more is to come: bodies are refused first, and a little later requests. The request bodies of
 * one caller keep half of it at most, as long as there are others, so that slow ones shut nobody out. That bounds neither a single request
 * nor answers, nor callers beyond the first ten thousand. Thread-safe.
 */
public final class MemoryBudget {

    /** Hundredths of the memory for buffers up to which new bodies, and requests without one, are taken on. */
    private static final int BODIES_PERCENT = 85;

    private static final int REQUESTS_PERCENT = 92;

    /** Who calls beyond these is not held to a share. */
    private static final int MOST_CALLERS = 10_000;

    /** So long after the last request of another caller there is none. */
    private static final long ALONE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final LongSupplier buffers;
    private final long mostBuffers;
    private volatile long limit;
    private final AtomicLong used = new AtomicLong();
    /** Beyond what is asked for: it may exceed the limit, and no other owner loses what it may have for that. */
    private final AtomicLong waiting = new AtomicLong();

    private final LongSupplier nanoTime;
    private final Map<String, AtomicLong> callers = new ConcurrentHashMap<>();
    /** Of the caller who came last. */
    private volatile AtomicLong last;

    private volatile boolean shared;
    private volatile long sharedAt;

    /** @param limit in bytes */
    public MemoryBudget(long limit) {
        this(limit, PlatformDependent::usedDirectMemory, PlatformDependent.maxDirectMemory(), System::nanoTime);
    }

    MemoryBudget(long limit, LongSupplier buffers, long mostBuffers, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
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
    public boolean fits(long bytes) {
        return used() + bytes <= limit
                && buffers.getAsLong() <= mostBuffers / 100 * (bytes > 0 ? BODIES_PERCENT : REQUESTS_PERCENT);
    }

    /** What the requests of a caller keep, null when nobody counts that. */
    private AtomicLong of(String caller) {
        var own = callers.get(caller);
        if (own == null && callers.size() < MOST_CALLERS) {
            own = callers.computeIfAbsent(caller, absent -> new AtomicLong());
        }
        if (own != null && own != last) {
            sharedAt = nanoTime.getAsLong();
            shared = last != null;
            last = own;
        }
        return own;
    }

    private boolean shared() {
        return shared && nanoTime.getAsLong() - sharedAt < ALONE_NANOS;
    }

    /** Keeps nothing yet. */
    public Share share() {
        return new Share();
    }

    /** What one owner keeps. Used by one thread at a time. */
    public final class Share {

        private long held;
        private long late;

        /** Of its caller; null until that is known, and for what no caller has asked for. */
        private AtomicLong own;

        private Share() {}

        /** All of it, and what comes, counts as this caller's: other shares of that caller's count only if this is called for them. */
        public void of(String caller) {
            own = MemoryBudget.this.of(caller);
            if (own != null) {
                own.addAndGet(held);
            }
        }

        /** Keeps so many bytes from now on; changes nothing and says false when they do not fit. Less always fits. */
        public boolean resize(long bytes) {
            var more = bytes - held;
            var full = used.addAndGet(more) > limit;
            var greedy = own != null && isGreedy(own.addAndGet(more), bytes);
            if (more > 0 && (full || greedy)) {
                used.addAndGet(-more);
                if (own != null) {
                    own.addAndGet(-more);
                }
                return false;
            }
            held = bytes;
            return true;
        }

        /** One request alone is not, however large. */
        private boolean isGreedy(long all, long mine) {
            return all > limit / 2 && all > mine && shared();
        }

        /** Keeps so many bytes beside those from now on, whether they fit or not: no new request fits then. */
        public void keep(long bytes) {
            waiting.addAndGet(bytes - late);
            late = bytes;
        }
    }
}
