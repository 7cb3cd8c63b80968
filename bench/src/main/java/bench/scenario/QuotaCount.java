package bench.scenario;

import bench.account.Simulator;
import bench.load.Outcome;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** What clients saw of one run under quota, judged against the meters at that moment. Only on the loop. */
final class QuotaCount implements Consumer<Outcome> {

    /** A told wait is true when it is not further from the meters' than the way there and back. */
    private static final long TRUE_WITHIN_MILLIS = 50;
    /** A window that has just begun was not there yet when the proxy decided. */
    private static final long CROSSING_MILLIS = 5;

    private static final long MAX_TOLD_MILLIS = 60_000;

    private final Simulator simulator;
    final Histogram latency = new Histogram(60_000_000, 3);
    long arrived;
    long good;
    long throttled;
    long throttledWithQuotaFree;
    long withoutWait;
    long untrueWaits;
    long worstWaitMillis;
    long timedOut;
    long errors;

    QuotaCount(Simulator simulator) {
        this.simulator = simulator;
    }

    @Override
    public void accept(Outcome outcome) {
        simulator.heard();
        arrived++;
        if (outcome.good()) {
            good++;
            latency.recordValue(Math.min(latency.getHighestTrackableValue(), outcome.nanos() / 1_000));
        } else if (outcome.status() == 429) {
            throttled(outcome);
        } else if (outcome.status() == Outcome.TIMED_OUT) {
            timedOut++;
        } else {
            errors++;
        }
    }

    private void throttled(Outcome outcome) {
        throttled++;
        var tokens = outcome.arrival().tokens();
        throttledWithQuotaFree += simulator.couldServe(tokens, CROSSING_MILLIS) ? 1 : 0;
        var told = told(outcome);
        if (told < 0) {
            withoutWait++;
            return;
        }
        var off = Math.abs(told - Math.min(MAX_TOLD_MILLIS, simulator.soonestMillis(tokens)));
        untrueWaits += off > TRUE_WITHIN_MILLIS ? 1 : 0;
        worstWaitMillis = Math.max(worstWaitMillis, off);
    }

    private static long told(Outcome outcome) {
        var millis = outcome.head().number("retry-after-ms");
        var seconds = outcome.head().number("retry-after");
        return millis >= 0 ? millis : seconds >= 0 ? seconds * 1_000 : -1;
    }

    double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1_000.0;
    }
}
