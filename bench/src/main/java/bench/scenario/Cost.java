package bench.scenario;

import bench.account.Behaviour;
import bench.load.Arrival;
import bench.load.ClosedLoad;
import bench.load.Connections;
import bench.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Processor time per small request, per large one and per event of a stream, next to HAProxy and nginx. */
final class Cost {

    private static final int WARM_SECONDS = 90;
    private static final double SETTLED = 0.02;
    private static final int MOST_SETTLING = 12;
    private static final int CLIENTS = 64;
    private static final int STREAMS = 1_000;
    private static final Arrival SMALL = new Arrival(1, 0, 50, 50, false);
    private static final Arrival LARGE = new Arrival(1, 0, 5_000, 50, false);
    /** Its end is further away than that of a run, and the streams together stay within what a caller may ask for. */
    private static final Arrival STREAM = new Arrival(1, 0, 50, 10_000, true);

    private static final Behaviour EVENTS = Behaviour.INSTANT.stream(10_000, 100);

    private final Bench bench;
    private final Page page;
    private final IntFunction<String> fields;
    private final List<Subject> subjects;

    /** What one section measures: rounds of so many seconds, subjects in turn. */
    private record Kind(
            String title, String unit, Arrival arrival, int clients, Behaviour behaviour, double seconds, int rounds) {}

    private static final List<Kind> KINDS = List.of(
            // The shortest, and so what the machine's moods show most in.
            new Kind("Small requests", "request", SMALL, CLIENTS, Behaviour.INSTANT, 4, 11),
            new Kind("Requests of 20 KB", "request", LARGE, CLIENTS, Behaviour.INSTANT, 3, 5),
            new Kind(
                    STREAMS + " streams, an event of 250 B every 100 ms on each",
                    "event",
                    STREAM,
                    STREAMS,
                    EVENTS,
                    6,
                    5));

    /**
     * One measurement.
     *
     * @param micros of processor time per unit
     * @param compiling part of it that went into compiling: what is left of the warm-up
     * @param share of the core that was used
     */
    private record Sample(double micros, double compiling, double perSecond, double share, long failed) {

        /** Of the core. */
        double compilingShare() {
            return compiling * perSecond / 1e6;
        }
    }

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
                without log or retries. Medians of interleaved rounds, and in brackets the least and the most of any; *of HAProxy's* is
                the median of each round's ratio; µs are user and system time of the process. Where its core is not used up, the load
                generator was the bound, and a process that is woken more often does less each time.""");
        for (var kind : KINDS) {
            section(kind);
        }
        new AddedLatency(bench, page, subjects, fields.apply(0)).run();
        page.text("Resident after all of it, in MiB: "
                + subjects.stream()
                        .map(it -> it.name() + " " + it.residentKib() / 1_024)
                        .collect(Collectors.joining(", ")));
        page.text(
                "Where the time of a small request goes is in [profile.md](profile.md), what was tried to shorten it in"
                        + " [docs/explanation/cost.md](../../docs/explanation/cost.md).");
        page.save();
    }

    private void section(Kind kind) throws IOException {
        bench.onLoop(() -> bench.simulator.behave(kind.behaviour()));
        var samples = new LinkedHashMap<Subject, List<Sample>>();
        subjects.forEach(subject -> samples.put(subject, new ArrayList<>()));
        subjects.forEach(subject -> warm(subject, kind));
        settle(kind);
        for (var round = 1; round <= kind.rounds(); round++) {
            for (var subject : subjects) {
                var sample = sample(subject, kind);
                samples.get(subject).add(sample);
                bench.say("cost: %s, round %d of %d, %s: %.1f µs a %s"
                        .formatted(kind.title(), round, kind.rounds(), subject.name(), sample.micros(), kind.unit()));
            }
        }
        page.text("## " + kind.title() + ", " + kind.rounds() + " rounds");
        page.table(
                "gateway",
                "µs a " + kind.unit(),
                "of them compiling",
                "of HAProxy's",
                kind.unit() + "s a second",
                "core used %",
                "failed");
        var haproxy = haproxy(samples);
        samples.forEach((subject, taken) -> row(subject, taken, haproxy));
        page.save();
    }

    private void row(Subject subject, List<Sample> taken, Optional<List<Sample>> haproxy) {
        var sorted = sorted(taken);
        var median = middle(sorted);
        var least = sorted.getFirst();
        var most = sorted.getLast();
        page.row(
                subject.name(),
                "%.2f (%.1f–%.1f)".formatted(median.micros(), least.micros(), most.micros()),
                median.compiling(),
                haproxy.<Object>map(it -> ratio(taken, it)).orElse("no HAProxy here"),
                Math.round(median.perSecond()),
                Math.round(100 * median.share()),
                taken.stream().mapToLong(Sample::failed).sum());
    }

    private static Optional<List<Sample>> haproxy(Map<Subject, List<Sample>> samples) {
        return samples.entrySet().stream()
                .filter(it -> it.getKey().name().equals("haproxy"))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Round by round, because the machine is not as fast in one as in the other, and then the median. */
    private static double ratio(List<Sample> taken, List<Sample> others) {
        return middle(IntStream.range(0, taken.size())
                .mapToObj(round -> taken.get(round).micros() / others.get(round).micros())
                .sorted()
                .toList());
    }

    private static <T> T middle(List<T> sorted) {
        return sorted.get(sorted.size() / 2);
    }

    private static List<Sample> sorted(List<Sample> samples) {
        return samples.stream()
                .sorted(Comparator.comparingDouble(Sample::micros))
                .toList();
    }

    /**
     * Rounds that do not count, until nobody compiles any more. Connections that end, and a while without any, are not in the load that
     * warms: code that was compiled without having seen them is thrown away and compiled anew.
     */
    private void settle(Kind kind) {
        var settled = 0;
        for (var round = 1; round <= MOST_SETTLING && settled < 2; round++) {
            var compiling = subjects.stream()
                    .mapToDouble(subject -> sample(subject, kind).compilingShare())
                    .max()
                    .orElse(0);
            bench.say("cost: settling, %.1f %% of a core compile".formatted(100 * compiling));
            settled = compiling < SETTLED ? settled + 1 : 0;
        }
    }

    private Sample sample(Subject subject, Kind kind) {
        var arrival = kind.arrival();
        var seconds = kind.seconds();
        var connections = new Connections(bench.loop, subject::port);
        var load = new ClosedLoad(connections, arrival, fields);
        bench.onLoop(() -> load.start(bench.loop.loop(), kind.clients(), 20));
        for (var wait = 0;
                arrival.stream() && wait < WARM_SECONDS && bench.loop.call(load::begun) < kind.clients();
                wait++) {
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
    private void warm(Subject subject, Kind kind) {
        var arrival = kind.arrival();
        var wanted = arrival == LARGE ? 50_000 : 400_000;
        bench.say("cost: warming " + subject.name());
        var connections = new Connections(bench.loop, subject::port);
        var load = new ClosedLoad(connections, arrival, fields);
        bench.onLoop(() -> load.start(bench.loop.loop(), kind.clients(), 20));
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
}
