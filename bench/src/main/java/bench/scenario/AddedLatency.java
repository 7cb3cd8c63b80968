package bench.scenario;

import bench.account.Behaviour;
import bench.load.Connections;
import bench.load.OpenLoad;
import bench.load.Schedule;
import bench.subject.Subject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.HdrHistogram.Histogram;

/** How much later answers come through a gateway than without one, at a load that none of them minds. */
final class AddedLatency {

    private static final String DIRECT = "none";
    private static final int PER_SECOND = 1_000;
    /** The machine's moods are shared by all that take turns. */
    private static final int ROUNDS = 5;

    private static final double SECONDS = 4;
    private static final double WARM_SECONDS = 5;

    private final Bench bench;
    private final Page page;
    private final Map<String, Way> ways = new LinkedHashMap<>();
    /** Of every request. */
    private final String fields;

    private static final class Way {
        final IntSupplier port;
        final Histogram micros = new Histogram(60_000_000, 3);
        long failed;

        Way(IntSupplier port) {
            this.port = port;
        }
    }

    AddedLatency(Bench bench, Page page, List<Subject> subjects, String fields) {
        this.bench = bench;
        this.page = page;
        this.fields = fields;
        var account = bench.fleet.accounts().getFirst().port();
        ways.put(DIRECT, new Way(() -> account));
        subjects.forEach(subject -> ways.put(subject.name(), new Way(subject::port)));
    }

    void run() throws IOException {
        bench.onLoop(() -> bench.simulator.behave(Behaviour.INSTANT));
        ways.forEach((name, way) -> {
            bench.say("cost: warming " + name);
            load(way, WARM_SECONDS);
            way.micros.reset();
            way.failed = 0;
        });
        for (var round = 1; round <= ROUNDS; round++) {
            bench.say("cost: latency, round " + round + " of " + ROUNDS);
            ways.values().forEach(way -> load(way, SECONDS * bench.scale));
        }
        page.text("## 1,000 small requests a second, open loop, answered at once");
        page.table("gateway", "p50 ms", "p99 ms", "worst ms", "added p50 ms", "added p99 ms", "failed");
        ways.forEach(this::row);
        page.save();
    }

    private void row(String name, Way way) {
        var direct = ways.get(DIRECT);
        page.row(
                name,
                millis(way, 50),
                millis(way, 99),
                millis(way, 100),
                way == direct ? "" : millis(way, 50) - millis(direct, 50),
                way == direct ? "" : millis(way, 99) - millis(direct, 99),
                way.failed);
    }

    private void load(Way way, double seconds) {
        var connections = new Connections(bench.loop, way.port);
        new OpenLoad(
                        connections,
                        Schedule.even(PER_SECOND, seconds),
                        System.nanoTime() + 100_000_000,
                        Bench.PATIENCE_MILLIS,
                        fields,
                        outcome -> {
                            way.micros.recordValue(Math.min(60_000_000, outcome.nanos() / 1_000));
                            way.failed += outcome.good() ? 0 : 1;
                        })
                .run(bench.loop.loop())
                .join();
        bench.onLoop(connections::close);
    }

    private static double millis(Way way, double percentile) {
        return way.micros.getValueAtPercentile(percentile) / 1_000.0;
    }
}
