package bench.scenario;

import bench.account.Behaviour;
import bench.load.Arrival;
import bench.load.ClosedLoad;
import bench.load.Connections;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where the proxy's processor time goes under small requests: samples of processor time, native code under its caller. */
final class Profile {

    private static final int CLIENTS = 64;
    private static final int WARM_REQUESTS = 60_000;
    private static final int WARM_SECONDS = 90;
    private static final int ROWS = 30;
    private static final Arrival SMALL = new Arrival(1, 0, 50, 50, false);

    private Profile() {}

    static void run(Bench bench) throws IOException {
        var page = new Page(bench.root, "profile", "Where the time of a small request goes");
        bench.onLoop(() -> bench.simulator.behave(Behaviour.INSTANT));
        var file = bench.root.resolve("bench/target/run/profile.jfr").toAbsolutePath();
        Instant warm;
        try (var subject = bench.proxies.profiled(bench.port(0))) {
            var connections = new Connections(bench.loop, subject::port);
            var load = new ClosedLoad(connections, SMALL, bench.tokens());
            bench.onLoop(() -> load.start(bench.loop.loop(), CLIENTS, CLIENTS));
            bench.await(WARM_SECONDS, () -> bench.loop.call(load::answered) >= WARM_REQUESTS);
            bench.say("profile: warm after " + bench.loop.call(load::answered) + " requests");
            warm = Instant.now();
            bench.pause(20 * bench.scale);
            var jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
            bench.say("profile: " + Page.output(jcmd, "" + subject.pid(), "JFR.dump", "filename=" + file));
            load.stop();
            bench.onLoop(connections::close);
        }
        var self = new HashMap<String, Integer>();
        var inclusive = new HashMap<String, Integer>();
        var samples = count(file, warm, self, inclusive);
        page.text(samples + " samples of processor time after the warm-up. *Inclusive*: the method or what it calls.");
        table(page, "proxy's own methods, inclusive", inclusive, samples);
        table(page, "any method, by itself", self, samples);
        page.save();
    }

    private static int count(Path file, Instant from, Map<String, Integer> self, Map<String, Integer> inclusive)
            throws IOException {
        var samples = 0;
        try (var recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                var event = recording.readEvent();
                if (event.getEventType().getName().equals("jdk.CPUTimeSample")
                        && event.getStartTime().isAfter(from)
                        && event.getStackTrace() != null) {
                    samples++;
                    count(event.getStackTrace().getFrames(), self, inclusive);
                }
            }
        }
        return samples;
    }

    private static void count(List<RecordedFrame> frames, Map<String, Integer> self, Map<String, Integer> inclusive) {
        var seen = new HashSet<String>();
        for (var frame : frames) {
            var method = name(frame);
            if (seen.isEmpty()) {
                self.merge(method, 1, Integer::sum);
            }
            if (seen.add(method) && (method.startsWith("proxy.") || method.startsWith("com.nimbusds."))) {
                inclusive.merge(method, 1, Integer::sum);
            }
        }
    }

    private static String name(RecordedFrame frame) {
        var method = frame.getMethod();
        return method.getType().getName() + "." + method.getName();
    }

    private static void table(Page page, String title, Map<String, Integer> counts, int samples) {
        page.table(title, "% of the time");
        counts.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry<String, Integer>::getValue)
                        .reversed())
                .limit(ROWS)
                .forEach(it -> page.row("`" + it.getKey() + "`", 100.0 * it.getValue() / Math.max(1, samples)));
    }
}
