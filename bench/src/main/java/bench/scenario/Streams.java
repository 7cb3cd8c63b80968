package bench.scenario;

import bench.account.Behaviour;
import bench.load.Arrival;
import bench.load.ClosedLoad;
import bench.load.Connections;
import bench.subject.ProcStat;
import bench.subject.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Memory and cost of many streams at once. */
final class Streams {

    private static final int CLOSED_SECONDS = 10;
    private static final int MEASURED_SECONDS = 20;
    private static final int LEAST_MEASURED_SECONDS = 5;
    private static final int OPEN_SECONDS = 120;
    private static final int WANTED = 10_000;
    /** Descriptors of a process that are no streams. */
    private static final int SPARE = 100;

    /** Its end is further away than that of a run, and the streams together stay within what a caller may ask for. */
    private static final Arrival STREAM = new Arrival(1, 0, 50, 10_000, true);

    private final Bench bench;
    private final Page page;

    private interface Maker {
        Optional<Subject> make() throws IOException;
    }

    private Streams(Bench bench) throws IOException {
        this.bench = bench;
        this.page = new Page(bench.root, "streams", "Many streams at once");
    }

    static void run(Bench bench) throws IOException {
        new Streams(bench).run();
    }

    private void run() throws IOException {
        var limit = ProcStat.descriptorLimit();
        var most = (int) Math.min(WANTED, (limit - SPARE) / 2);
        page.text(
                ("Each stream has an event of 250 B a second. A process may open %d descriptors here, two for a stream, so that %d"
                                + " streams are possible of the %d wanted.")
                        .formatted(limit, most, WANTED));
        page.table(
                "gateway",
                "streams",
                "open",
                "events a second",
                "µs an event",
                "resident MiB",
                "highest MiB",
                "failed",
                "descriptors after",
                "resident after MiB");
        for (var count : new int[] {1_000, 5_000, most}) {
            for (var maker : List.<Maker>of(
                    () -> Optional.of(bench.proxies.everything(bench.port(0))),
                    () -> bench.proxies.haproxy(bench.port(2), "haproxy-cost.cfg"),
                    () -> bench.proxies.nginx(bench.port(3), "nginx-cost.conf"))) {
                var made = maker.make();
                if (made.isPresent()) {
                    try (var subject = made.get()) {
                        measure(subject, (int) Math.max(10, count * Math.min(1, bench.scale)));
                    }
                }
            }
        }
    }

    private void measure(Subject subject, int count) throws IOException {
        bench.say("streams: " + count + " through " + subject.name());
        bench.onLoop(() -> bench.simulator.behave(Behaviour.INSTANT.stream(10_000, 1_000)));
        var before = subject.descriptors();
        var connections = new Connections(bench.loop, subject::port);
        var load = new ClosedLoad(connections, STREAM, bench.tokens());
        bench.onLoop(() -> load.start(bench.loop.loop(), count, 10));
        bench.await(OPEN_SECONDS, () -> bench.loop.call(load::begun) >= count);
        bench.pause(3);
        var cpu = subject.cpuMicros();
        var events = bench.loop.call(load::events);
        var began = System.nanoTime();
        var highest = highestKib(subject, (int) Math.max(LEAST_MEASURED_SECONDS, MEASURED_SECONDS * bench.scale));
        cpu = subject.cpuMicros() - cpu;
        events = bench.loop.call(load::events) - events;
        var wall = (System.nanoTime() - began) / 1e9;
        var open = bench.loop.call(connections::open);
        var resident = subject.residentKib();
        load.stop();
        bench.onLoop(connections::close);
        // Memory of all of them after the same time, whoever is done sooner.
        bench.pause(CLOSED_SECONDS);
        var after = subject.residentKib();
        bench.await(CLOSED_SECONDS, () -> subject.descriptors() <= before);
        page.row(
                subject.name(),
                count,
                open,
                Math.round(events / wall),
                (double) cpu / Math.max(1, events),
                resident / 1_024,
                highest / 1_024,
                bench.loop.call(load::failed) - open,
                subject.descriptors(),
                after / 1_024);
        page.save();
    }

    private long highestKib(Subject subject, int seconds) {
        var highest = 0L;
        for (var second = 0; second < seconds; second++) {
            bench.pause(1);
            highest = Math.max(highest, subject.residentKib());
        }
        return highest;
    }
}
