package proxy.limit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps callers inside their allowances, each replica its share: replicas do not talk, so an uneven spread of a caller's requests
 * lowers what it gets, and never raises it. Remembers {@link #MAX_CALLERS}; who has not called for longest is forgotten first.
 * Thread-safe; never blocks for longer than a few additions.
 */
public final class CallerLimits {

    /** More than the applications that any tenant grants access to, and still only a few megabytes. */
    static final int MAX_CALLERS = 10_000;

    private static final Admission FREE = new Admission.Admitted(Admission.Ticket.FREE);

    private final int replicas;
    private final LongSupplier nanoTime;
    private final Map<Key, Usage> callers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Usage> eldest) {
            return size() > MAX_CALLERS;
        }
    };

    /** A changed allowance is a new start: what was used under the old one does not count. */
    private record Key(String caller, Allowance allowance) {}

    /** @param replicas that share each allowance, at least 1; nanoTime monotonic */
    public CallerLimits(int replicas, LongSupplier nanoTime) {
        this.replicas = replicas;
        this.nanoTime = nanoTime;
    }

    /**
     * Asks for one request, of which nothing but the sender is known.
     *
     * @param caller its stable name
     */
    public Admission admit(String caller, Allowance allowance) {
        if (allowance.equals(Allowance.UNLIMITED)) {
            return FREE;
        }
        var usage = usage(new Key(caller, allowance));
        return usage.enter(nanoTime.getAsLong())
                .<Admission>map(refused -> refused)
                .orElseGet(() -> new Admission.Admitted(new Running(usage)));
    }

    private Usage usage(Key key) {
        synchronized (callers) {
            return callers.computeIfAbsent(
                    key, absent -> new Usage(absent.allowance(), replicas, nanoTime.getAsLong()));
        }
    }

    private final class Running implements Admission.Ticket {

        private final Usage usage;
        private long estimate;
        private boolean served;
        private boolean over;

        private Running(Usage usage) {
            this.usage = usage;
        }

        @Override
        public Optional<Admission.Refused> take(long tokens) {
            var refused = usage.take(tokens, nanoTime.getAsLong());
            served = refused.isEmpty();
            estimate = served ? tokens : 0;
            return refused;
        }

        @Override
        public void close(long tokens) {
            if (!over) {
                over = true;
                usage.leave(served, tokens - estimate, nanoTime.getAsLong());
            }
        }
    }
}
