package bench.scenario;

import bench.account.Behaviour;
import bench.load.Arrival;
import bench.load.ClosedLoad;
import bench.load.Connections;
import bench.load.OpenLoad;
import bench.load.Outcome;
import bench.load.Schedule;
import bench.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Processor time per small request, per large one and per event of a stream, and latency added, next to HAProxy and nginx. */
final class Cost {

    private static final int ROUNDS = 5;
    private static final int WARM_SECONDS = 90;
    private static final int CLIENTS = 64;
    private static final int STREAMS = 1_000;
    private static final Arrival SMALL = new Arrival(1, 0, 50, 50, false);
    private static final Arrival LARGE = new Arrival(1, 0, 5_000, 50, false);
    /** Its end is further away than that of a run, and the streams together stay within what a caller may ask for. */
    private static final Arrival STREAM = new Arrival(1, 0, 50, 10_000, true);

    private final Bench bench;
    private final Page page;
    private final IntFunction<String> fields;
    private final List<Subject> subjects;

    /**
     * One measurement.
     *
     * @param micros of processor time per unit
     * @param compiling part of it that went into compiling: what is left of the warm-up
     * @param share of the core that was used
     */
    private record Sample(double micros, double compiling, double perSecond, double share, long failed) {}

    private Cost(Bench bench, List<Subject> subjects) throws IOException {
        this.bench = bench;
        this.subjects = subjects;
        this.page = new Page(bench.root, "cost", "What passing through costs");
        this.fields = bench.tokens();
    }

    static void run(Bench bench) throws IOException {
        var subjects = new ArrayList<Subject>();
        try {
            bench.onLoop(() -> bench.simulator.behave(Behaviour.INSTANT));
            subjects.add(bench.proxies.everything(bench.port(0)));
            subjects.add(bench.proxies.bare(bench.port(1)));
            Stream.of(
                            bench.proxies.haproxy(bench.port(2), "haproxy-cost.cfg"),
                            bench.proxies.nginx(bench.port(3), "nginx-cost.conf"))
                    .flatMap(Optional::stream)
                    .forEach(subjects::add);
            new Cost(bench, subjects).run();
        } finally {
            subjects.forEach(Subject::close);
        }
    }

    private void run() throws IOException {
        page.text("""
                Every process is pinned to one core, load and accounts to the other. *sluice* has everything on: token check (twenty
                callers), roles, caller limits, parse, decision, credential, access line. The peers pass bytes on round robin,
                without log or retries. Medians of %d interleaved rounds; µs are user and system time of the process. Where its core is
                not used up, the load generator was the bound, and a process that is woken more often does less each time.""".formatted(ROUNDS));
        section("Small requests", "request", SMALL, CLIENTS, Behaviour.INSTANT, 6);
        section("Requests of 20 KB", "request", LARGE, CLIENTS, Behaviour.INSTANT, 3);
        section(
                STREAMS + " streams, an event of 250 B every 100 ms on each",
                "event",
                STREAM,
                STREAMS,
                Behaviour.INSTANT.stream(10_000, 100),
                6);
        latency();
    }

    private void section(String title, String unit, Arrival arrival, int clients, Behaviour behaviour, double seconds)
            throws IOException {
        bench.onLoop(() -> bench.simulator.behave(behaviour));
        var samples = new LinkedHashMap<Subject, List<Sample>>();
        subjects.forEach(subject -> samples.put(subject, new ArrayList<>()));
        subjects.forEach(subject -> warm(subject, arrival, clients));
        for (var round = 1; round <= ROUNDS; round++) {
            for (var subject : subjects) {
                bench.say("cost: " + title + ", round " + round + ", " + subject.name());
                var sample = sample(subject, arrival, clients, seconds);
                samples.get(subject).add(sample);
            }
        }
        page.text("## " + title);
        page.table(
                "gateway",
                "µs a " + unit,
                "of them compiling",
                "of HAProxy's",
                unit + "s a second",
                "core used %",
                "failed");
        samples.forEach((subject, taken) -> row(subject, taken, haproxy(samples)));
        page.save();
    }

    private void row(Subject subject, List<Sample> taken, Optional<Sample> haproxy) {
        var median = median(taken);
        page.row(
                subject.name(),
                median.micros(),
                median.compiling(),
                haproxy.<Object>map(it -> median.micros() / it.micros()).orElse("no HAProxy here"),
                Math.round(median.perSecond()),
                Math.round(100 * median.share()),
                taken.stream().mapToLong(Sample::failed).sum());
    }

    private static Optional<Sample> haproxy(Map<Subject, List<Sample>> samples) {
        return samples.entrySet().stream()
                .filter(it -> it.getKey().name().equals("haproxy"))
                .map(it -> median(it.getValue()))
                .findFirst();
    }

    private static Sample median(List<Sample> samples) {
        return samples.stream()
                .sorted((one, other) -> Double.compare(one.micros(), other.micros()))
                .toList()
                .get(samples.size() / 2);
    }

    private Sample sample(Subject subject, Arrival arrival, int clients, double seconds) {
        var connections = new Connections(bench.loop, subject::port);
        var load = new ClosedLoad(connections, arrival, fields);
        bench.onLoop(() -> load.start(bench.loop.loop(), clients, 20));
        for (var wait = 0; arrival.stream() && wait < WARM_SECONDS && bench.loop.call(load::begun) < clients; wait++) {
            bench.pause(1);
        }
        bench.pause(0.3 * seconds);
        var cpu = subject.cpuMicros();
        var compiling = subject.compilerMicros();
        var began = System.nanoTime();
        var units = bench.loop.call(() -> units(load, arrival));
        var failed = bench.loop.call(load::failed);
        bench.pause(seconds * bench.scale);
        units = bench.loop.call(() -> units(load, arrival)) - units;
        failed = bench.loop.call(load::failed) - failed;
        var wall = (System.nanoTime() - began) / 1_000.0;
        cpu = subject.cpuMicros() - cpu;
        compiling = Math.clamp(subject.compilerMicros() - compiling, 0, cpu);
        load.stop();
        bench.onLoop(connections::close);
        bench.pause(0.2);
        var each = 1.0 / Math.max(1, units);
        return new Sample(cpu * each, compiling * each, units * 1e6 / wall, cpu / wall, failed);
    }

    /** Until so much was answered that what it needs is compiled, on the one core that serving takes as well, or it has taken very long. */
    private void warm(Subject subject, Arrival arrival, int clients) {
        var wanted = arrival == LARGE ? 50_000 : 400_000;
        bench.say("cost: warming " + subject.name());
        var connections = new Connections(bench.loop, subject::port);
        var load = new ClosedLoad(connections, arrival, fields);
        bench.onLoop(() -> load.start(bench.loop.loop(), clients, 20));
        for (var second = 0; second < WARM_SECONDS && bench.loop.call(() -> units(load, arrival)) < wanted; second++) {
            bench.pause(1);
        }
        load.stop();
        bench.onLoop(connections::close);
        bench.pause(1);
    }

    private static long units(ClosedLoad load, Arrival arrival) {
        return arrival.stream() ? load.events() : load.answered();
    }

    private void latency() throws IOException {
        bench.onLoop(() -> bench.simulator.behave(Behaviour.INSTANT));
        page.text("## 1,000 small requests a second, open loop, answered at once");
        page.table("gateway", "p50 ms", "p99 ms", "worst ms", "added p50 ms", "added p99 ms", "failed", "resident MiB");
        var account = bench.fleet.accounts().getFirst().port();
        var direct = new Histogram(60_000_000, 3);
        var failed = latency(() -> account, direct);
        page.row("none", millis(direct, 50), millis(direct, 99), millis(direct, 100), "", "", failed, "");
        for (var subject : subjects) {
            var through = new Histogram(60_000_000, 3);
            failed = latency(subject::port, through);
            page.row(
                    subject.name(),
                    millis(through, 50),
                    millis(through, 99),
                    millis(through, 100),
                    millis(through, 50) - millis(direct, 50),
                    millis(through, 99) - millis(direct, 99),
                    failed,
                    subject.residentKib() / 1_024);
        }
        page.save();
    }

    /** @return how many failed */
    private long latency(IntSupplier port, Histogram histogram) {
        bench.say("cost: latency, port " + port.getAsInt());
        var failed = new ArrayList<Outcome>();
        for (var pass : IntStream.range(0, 2).toArray()) {
            histogram.reset();
            failed.clear();
            var seconds = pass == 0 ? 5 : 20 * bench.scale;
            var connections = new Connections(bench.loop, port);
            new OpenLoad(
                            connections,
                            Schedule.even(1_000, seconds),
                            System.nanoTime() + 100_000_000,
                            Bench.PATIENCE_MILLIS,
                            fields.apply(0),
                            outcome -> {
                                histogram.recordValue(Math.min(60_000_000, outcome.nanos() / 1_000));
                                if (!outcome.good()) {
                                    failed.add(outcome);
                                }
                            })
                    .run(bench.loop.loop())
                    .join();
            bench.onLoop(connections::close);
        }
        return failed.size();
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1_000.0;
    }
}
