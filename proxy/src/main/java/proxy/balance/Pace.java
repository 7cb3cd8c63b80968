package proxy.balance;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long the first byte of a lane usually takes, per kind of request: streams begin soon, whole answers take as long as they are.
 * Guarded by the pool, but for what the lanes of a deployment tell each other.
 */
final class Pace {

    static final int KINDS = 6;
    /** Fewer answers than this say nothing about what is usual. */
    private static final int MIN_SAMPLES = 10;

    private static final long MIN_MILLIS = 300;
    private static final double WEIGHT = 0.05;

    private final double[] mean = new double[KINDS];
    private final double[] deviation = new double[KINDS];
    private final int[] samples = new int[KINDS];
    private final AtomicLongArray latest;

    /** @param latest shared by the lanes of a deployment: when the latest sent request that was answered was sent, per kind */
    Pace(AtomicLongArray latest) {
        this.latest = latest;
    }

    static AtomicLongArray latest() {
        return new AtomicLongArray(KINDS);
    }

    /** Requests of one kind take about as long until their first byte: streams, and whole answers by the bound on their length. */
    static int kind(RequestFacts facts) {
        if (facts.stream()) {
            return 0;
        }
        var bound = facts.maxTokens();
        return bound == 0 ? 1 : bound <= 64 ? 2 : bound <= 512 ? 3 : bound <= 4096 ? 4 : 5;
    }

    void answered(int kind, long sentAt, long millis) {
        latest.accumulateAndGet(kind, sentAt, Math::max);
        var weight = Math.max(WEIGHT, 1.0 / ++samples[kind]);
        var difference = millis - mean[kind];
        mean[kind] += weight * difference;
        deviation[kind] += weight * (Math.abs(difference) - deviation[kind]);
    }

    boolean known(int kind) {
        return samples[kind] >= MIN_SAMPLES;
    }

    /** Milliseconds on average, 0 when unknown. */
    double mean(int kind) {
        return known(kind) ? mean[kind] : 0;
    }

    /** Milliseconds within which nearly every first byte comes. */
    long usual(int kind) {
        return Math.max(MIN_MILLIS, (long) (mean[kind] + 4 * deviation[kind]));
    }

    /** Milliseconds within which most first bytes come. */
    long likely(int kind) {
        return Math.max(MIN_MILLIS, (long) (mean[kind] + 3 * deviation[kind]));
    }

    /** Whether a backend, any of the deployment, answered a request that was sent later. */
    boolean overtaken(int kind, long sentAt) {
        return latest.get(kind) > sentAt;
    }
}
