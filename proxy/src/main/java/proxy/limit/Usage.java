package proxy.limit;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import proxy.limit.Admission.Limit;
import proxy.limit.Admission.Refused;

/** What one caller uses on this replica, which grants it one share of the allowance. Thread-safe. */
final class Usage {

    /** When a running request will end is not known; after a second it is worth asking again. */
    private static final long CONCURRENCY_RETRY_MILLIS = 1_000;

    private final Optional<Bucket> requests;
    private final Optional<Bucket> tokens;
    private final int concurrency;
    private int running;

    /** @param replicas how many equal shares the allowance has; every caller may run one request anywhere */
    Usage(Allowance allowance, int replicas, long nanoTime) {
        this.requests = allowance.requestsPerMinute().stream()
                .mapToObj(it -> new Bucket((double) it / replicas, nanoTime))
                .findFirst();
        this.tokens = allowance.tokensPerMinute().stream()
                .mapToObj(it -> new Bucket((double) it / replicas, nanoTime))
                .findFirst();
        this.concurrency = Math.ceilDiv(allowance.concurrency().orElse(Integer.MAX_VALUE), replicas);
    }

    /** Takes a request and a place to run it; or takes nothing and names the limit that is reached. */
    synchronized Optional<Refused> enter(long nanoTime) {
        var wait = requests.map(it -> it.waitFor(1, nanoTime)).orElse(0L);
        if (wait > 0) {
            return Optional.of(new Refused(Limit.REQUESTS, millis(wait)));
        }
        if (running >= concurrency) {
            return Optional.of(new Refused(Limit.CONCURRENCY, CONCURRENCY_RETRY_MILLIS));
        }
        requests.ifPresent(it -> it.take(1, nanoTime));
        running++;
        return Optional.empty();
    }

    /** Takes the tokens of a request that has entered; or takes nothing and says when they will be there. */
    synchronized Optional<Refused> take(long estimate, long nanoTime) {
        var wait = tokens.map(it -> it.waitFor(estimate, nanoTime)).orElse(0L);
        if (wait > 0) {
            return Optional.of(new Refused(Limit.TOKENS, millis(wait)));
        }
        tokens.ifPresent(it -> it.take(estimate, nanoTime));
        return Optional.empty();
    }

    /**
     * A request that has entered is over.
     *
     * @param served whether it counts as one
     * @param correction tokens used beyond the estimate, negative when the estimate was too high
     */
    synchronized void leave(boolean served, long correction, long nanoTime) {
        running--;
        requests.filter(it -> !served).ifPresent(it -> it.take(-1, nanoTime));
        tokens.ifPresent(it -> it.take(correction, nanoTime));
    }

    private static long millis(long nanos) {
        return Math.ceilDiv(nanos, TimeUnit.MILLISECONDS.toNanos(1));
    }
}
