package bench.scenario;

import bench.account.Behaviour;
import bench.load.Arrival;
import bench.load.Connections;
import bench.load.OpenLoad;
import bench.load.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Rolling restarts under load: a new replica takes over when it is ready, then the old one is told to end. */
final class Restarts {

    private static final int RESTARTS = 200;
    private static final int DRAIN_SECONDS = 3;
    private static final double PER_SECOND = 100;
    private static final int EVENT_MILLIS = 100;
    private static final int SHORT_EVENTS = 10;
    /** Longer than the grace. */
    private static final int LONG_EVENTS = 80;

    private static final double SHORT_STREAMS = 0.2;
    private static final double LONG_STREAMS = 0.02;
    private static final double WARM_SECONDS = 8;
    private static final double LOAD_SECONDS = 10;

    private final Bench bench;
    private final Page page;
    private volatile int port;

    private Restarts(Bench bench) throws IOException {
        this.bench = bench;
        this.page = new Page(bench.root, "restarts", "Rolling restarts under load");
    }

    /** Only on the loop. */
    private static final class Seen implements Consumer<Outcome> {
        long brief;
        long briefFailed;
        final Map<String, Integer> how = new TreeMap<>();
        long lasting;
        long lastingFinished;
        long lastingTold;
        long lastingSilent;

        @Override
        public void accept(Outcome outcome) {
            if (outcome.arrival().maxTokens() < LONG_EVENTS) {
                brief++;
                if (!outcome.good()) {
                    briefFailed++;
                    how.merge(how(outcome), 1, Integer::sum);
                }
                return;
            }
            lasting++;
            if (outcome.good()) {
                lastingFinished++;
            } else if (outcome.errorEvent() && !outcome.done()) {
                lastingTold++;
            } else {
                lastingSilent++;
            }
        }
    }

    private static String how(Outcome outcome) {
        var answer = outcome.head() == null
                ? "before an answer"
                : "after " + outcome.head().status();
        return switch (outcome.status()) {
            case Outcome.BROKEN -> "broken " + answer;
            case Outcome.TIMED_OUT -> "timed out " + answer;
            default -> "status " + outcome.status();
        };
    }

    static void run(Bench bench) throws IOException {
        new Restarts(bench).run();
    }

    private void run() throws IOException {
        var restarts = (int) Math.max(3, RESTARTS * bench.scale);
        page.text("""
                A new replica starts, takes all new requests once `/ready` says 200, then the old one gets SIGTERM with a grace of %d s.
                %.0f requests a second: whole answers, %.0f %% streams of a second, %.0f %% streams of eight seconds, which cannot finish
                inside the grace when their replica ends in between.""".formatted(DRAIN_SECONDS, PER_SECOND, 100 * SHORT_STREAMS, 100 * LONG_STREAMS));
        page.table(
                "restarts",
                "exit codes other than 0",
                "that can finish",
                "of these failed",
                "long streams",
                "finished",
                "ended with an error event",
                "ended without");
        bench.onLoop(
                () -> bench.simulator.behave(Behaviour.INSTANT.latency(30, 0.5).stream(LONG_EVENTS, EVENT_MILLIS)));
        var seen = new Seen();
        var badExits = 0;
        var current = bench.proxies.replica(bench.port(0), DRAIN_SECONDS);
        bench.warm(current, WARM_SECONDS, "");
        port = current.port();
        var connections = new Connections(bench.loop, () -> port);
        var load = load(connections, 0, seen);
        var restart = 0;
        while (restart < restarts) {
            if (load.isDone()) {
                load = load(connections, restart, seen);
            }
            var next = bench.proxies.replica(bench.port(++restart % 2), DRAIN_SECONDS);
            var old = current;
            bench.onLoop(() -> port = next.port());
            current = next;
            old.terminate();
            badExits += old.awaitEnd(DRAIN_SECONDS + 5) == 0 ? 0 : 1;
            bench.say("restarts: " + restart + " of " + restarts + ", failed " + seen.briefFailed + " " + seen.how
                    + ", bad exits " + badExits);
        }
        load.join();
        current.close();
        page.row(
                restarts,
                badExits,
                seen.brief,
                seen.briefFailed + " " + seen.how,
                seen.lasting,
                seen.lastingFinished,
                seen.lastingTold,
                seen.lastingSilent);
        page.save();
    }

    private CompletableFuture<Void> load(Connections connections, int seed, Seen seen) {
        return new OpenLoad(connections, schedule(seed), System.nanoTime(), 3 * Bench.PATIENCE_MILLIS, "", seen)
                .run(bench.loop.loop());
    }

    private static List<Arrival> schedule(int seed) {
        var random = new SplittableRandom(seed);
        var arrivals = new ArrayList<Arrival>();
        for (var id = 0; id < PER_SECOND * LOAD_SECONDS; id++) {
            var kind = random.nextDouble();
            var events = kind < LONG_STREAMS ? LONG_EVENTS : SHORT_EVENTS;
            arrivals.add(new Arrival(
                    id,
                    (long) (random.nextDouble() * LOAD_SECONDS * 1e9),
                    30,
                    events,
                    kind < LONG_STREAMS + SHORT_STREAMS));
        }
        arrivals.sort(Comparator.comparingLong(Arrival::atNanos));
        return List.copyOf(arrivals);
    }
}
