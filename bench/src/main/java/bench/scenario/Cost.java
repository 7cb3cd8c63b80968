package bench.scenario;

import bench.account.Behaviour;
import bench.load.Arrival;
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
    private final Sampling sampling;

    private static final List<Sampling.Kind> KINDS = List.of(
            // The shortest, and so what the machine's moods show most in.
            new Sampling.Kind("Small requests", "request", SMALL, CLIENTS, Behaviour.INSTANT, 400_000, 4, 11),
            new Sampling.Kind("Requests of 20 KB", "request", LARGE, CLIENTS, Behaviour.INSTANT, 50_000, 3, 5),
            new Sampling.Kind(
                    STREAMS + " streams, an event of 250 B every 100 ms on each",
                    "event",
                    STREAM,
                    STREAMS,
                    EVENTS,
                    400_000,
                    6,
                    5));

    private Cost(Bench bench, List<Subject> subjects) throws IOException {
        this.bench = bench;
        this.subjects = subjects;
        this.page = new Page(bench.root, "cost", "What passing through costs");
        this.fields = bench.tokens();
        this.sampling = new Sampling(bench, fields);
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
                Every process is pinned to one core, load and accounts to the other. *sluice* has everything on but screening and
                heartbeats: token check (twenty callers), roles, caller limits, parse, decision, credential, access line. The peers pass
                bytes on round robin, without log or retries. Medians of interleaved rounds, and in brackets the least and the most of
                any; *of HAProxy's* is the median of the rounds' ratios; µs are user and system time of the process. Where its core is not used up, the load
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

    private void section(Sampling.Kind kind) throws IOException {
        bench.onLoop(() -> bench.simulator.behave(kind.behaviour()));
        var samples = new LinkedHashMap<Subject, List<Sampling.Sample>>();
        subjects.forEach(subject -> samples.put(subject, new ArrayList<>()));
        subjects.forEach(subject -> sampling.warm(subject, kind));
        var settled = sampling.settle(subjects, kind);
        for (var round = 1; round <= kind.rounds(); round++) {
            for (var subject : subjects) {
                var sample = sampling.sample(subject, kind);
                samples.get(subject).add(sample);
                bench.say("cost: %s, round %d of %d, %s: %.1f µs per %s"
                        .formatted(kind.title(), round, kind.rounds(), subject.name(), sample.micros(), kind.unit()));
            }
        }
        page.text("## " + kind.title() + ", " + kind.rounds() + " rounds");
        if (!settled) {
            page.text("Compiling had not settled when these began.");
        }
        page.table(
                "gateway",
                "µs per " + kind.unit(),
                "of them compiling",
                "of HAProxy's",
                kind.unit() + "s a second",
                "core used %",
                "failed");
        var haproxy = haproxy(samples);
        samples.forEach((subject, taken) -> row(subject, taken, haproxy));
        page.save();
    }

    private void row(Subject subject, List<Sampling.Sample> taken, Optional<List<Sampling.Sample>> haproxy) {
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
                taken.stream().mapToLong(Sampling.Sample::failed).sum());
    }

    private static Optional<List<Sampling.Sample>> haproxy(Map<Subject, List<Sampling.Sample>> samples) {
        return samples.entrySet().stream()
                .filter(it -> it.getKey().name().equals("haproxy"))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Round by round, because the machine is not as fast in one as in the other, and then the median. */
    private static double ratio(List<Sampling.Sample> taken, List<Sampling.Sample> others) {
        return middle(IntStream.range(0, taken.size())
                .mapToObj(round -> taken.get(round).micros() / others.get(round).micros())
                .sorted()
                .toList());
    }

    private static <T> T middle(List<T> sorted) {
        return sorted.get(sorted.size() / 2);
    }

    private static List<Sampling.Sample> sorted(List<Sampling.Sample> samples) {
        return samples.stream()
                .sorted(Comparator.comparingDouble(Sampling.Sample::micros))
                .toList();
    }
}
