package bench.scenario;

import bench.account.Behaviour;
import bench.account.Tally;
import bench.load.Outcome;
import bench.load.Schedule;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Clients that leave before their answer, or in the middle of it: how long accounts go on working for nobody. */
final class Leavers {

    private static final double PER_SECOND = 100;
    private static final double SECONDS = 10;
    private static final double STREAMS = 0.7;
    private static final long PATIENCE_MILLIS = 400;
    private static final double GRACE_SECONDS = 2;

    private Leavers() {}

    static void run(Bench bench, Page page) throws IOException {
        bench.say("faults: clients leave");
        page.text("""
                ## Clients that leave

                %.0f %% streams of a second, the rest answered after 200 ms (log-normal); every client leaves after %d ms. *Never begun*: no
                account had its request by then or later. *Closed*: an account's connection was, because of that; *for nobody*: an account worked to
                the end although its client had left. *Outlived*: from then until the account's connection is closed, or its work
                done.""".formatted(100 * STREAMS, PATIENCE_MILLIS));
        page.table(
                "arrived",
                "left",
                "never begun",
                "closed",
                "for nobody",
                "outlived p50 ms",
                "p99 ms",
                "worst ms",
                "late ms");
        try (var subject = bench.proxies.seat(bench.port(0))) {
            bench.onLoop(() -> bench.simulator.behave(Behaviour.INSTANT.latency(200, 0.5).stream(20, 50)));
            bench.warm(subject, 5, "");
            Map<Integer, Long> leftAt = new HashMap<>();
            var schedule = Schedule.mixed(PER_SECOND, SECONDS, STREAMS, 5);
            bench.play(subject, schedule, PATIENCE_MILLIS, outcome -> {
                if (outcome.status() == Outcome.TIMED_OUT) {
                    leftAt.put(outcome.arrival().id(), System.nanoTime());
                }
            });
            bench.pause(GRACE_SECONDS);
            row(bench, page, schedule.size(), leftAt, bench.loop.call(bench.simulator::tally));
        }
        page.save();
    }

    private static void row(Bench bench, Page page, int arrived, Map<Integer, Long> leftAt, Tally tally) {
        var outlived = new Histogram(60_000_000, 3);
        var neverBegun = 0;
        var forNobody = 0;
        for (var one : leftAt.entrySet()) {
            var until = tally.workedUntil(one.getKey());
            var closed = tally.abandonedAt.containsKey(one.getKey());
            neverBegun += tally.taken(one.getKey()) ? 0 : 1;
            if (tally.taken(one.getKey()) && !closed && (until == 0 || until > one.getValue())) {
                forNobody++;
            }
            if (until > one.getValue()) {
                outlived.recordValue(Math.min(60_000_000, (until - one.getValue()) / 1_000));
            }
        }
        page.row(
                arrived,
                leftAt.size(),
                neverBegun,
                leftAt.keySet().stream().filter(tally.abandonedAt::containsKey).count(),
                forNobody,
                outlived.getValueAtPercentile(50) / 1_000.0,
                outlived.getValueAtPercentile(99) / 1_000.0,
                outlived.getMaxValue() / 1_000.0,
                bench.lateMillis());
    }
}
