package bench.scenario;

import bench.account.Behaviour;
import bench.account.Fault;
import bench.load.Outcome;
import bench.load.Schedule;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** The largest pool goes wrong for ten seconds, at half of the quota: what clients see of it. */
final class Faults {

    private static final int LARGEST = 1;
    private static final int FROM = 10;
    private static final int TO = 20;
    private static final int SECONDS = 30;
    private static final double HALF = 0.5;
    private static final double STREAMS = 0.3;

    private final Bench bench;
    private final Page page;

    private Faults(Bench bench) throws IOException {
        this.bench = bench;
        this.page = new Page(bench.root, "faults", "One pool in trouble");
    }

    /** Only on the loop. */
    private static final class Seen implements Consumer<Outcome> {
        final Histogram usual = new Histogram(60_000_000, 3);
        final Histogram during = new Histogram(60_000_000, 3);
        long arrived;
        long throttled;
        long timedOut;
        long errors;
        long errorEvents;
        long truncated;

        @Override
        public void accept(Outcome outcome) {
            arrived++;
            if (outcome.good()) {
                var due = outcome.arrival().atNanos() / 1e9;
                var histogram = due >= FROM + 1 && due < TO ? during : usual;
                // Streams last as long as they are long.
                if (!outcome.arrival().stream()) {
                    histogram.recordValue(Math.min(60_000_000, outcome.nanos() / 1_000));
                }
            } else {
                bad(outcome);
            }
        }

        private void bad(Outcome outcome) {
            truncated += outcome.truncatedInSilence() ? 1 : 0;
            throttled += outcome.status() == 429 ? 1 : 0;
            timedOut += outcome.status() == Outcome.TIMED_OUT ? 1 : 0;
            var told = outcome.errorEvent()
                    && outcome.arrival().stream()
                    && outcome.head() != null
                    && outcome.head().status() == 200;
            errorEvents += told ? 1 : 0;
            errors += told
                            || outcome.truncatedInSilence()
                            || outcome.status() == 429
                            || outcome.status() == Outcome.TIMED_OUT
                    ? 0
                    : 1;
        }
    }

    static void run(Bench bench) throws IOException {
        new Faults(bench).run();
    }

    private void run() throws IOException {
        page.text("""
                Half of the quota, 30 %% streams. The largest pool is in trouble from second %d to second %d of %d. *Told*: streams that ended
                with an error event; *cut in silence*: streams that ended cleanly and short. p99 is of requests that are no streams,
                due from the second second of the fault on, or outside of it. *Back*: from the end of the fault to the pool's next
                admission; without quota the pool has asked for a minute. *Late*: how long the bench itself was kept from
                running.""".formatted(FROM, TO, SECONDS));
        page.table(
                "fault",
                "arrived",
                "errors",
                "told",
                "cut in silence",
                "429",
                "time-outs",
                "p99 ms",
                "p99 in the fault ms",
                "paid twice",
                "attempts",
                "back ms",
                "late ms");
        for (var fault : Fault.values()) {
            try (var subject = bench.proxies.seat(bench.port(0))) {
                bench.say("faults: " + fault.word());
                bench.onLoop(() -> bench.simulator.behave(Behaviour.METERED));
                bench.warm(subject, 5, "");
                var seen = new Seen();
                var loop = bench.loop.loop();
                var lead = 500;
                loop.schedule(() -> bench.simulator.fault(LARGEST, fault), FROM * 1_000 + lead, TimeUnit.MILLISECONDS);
                loop.schedule(bench.simulator::heal, TO * 1_000 + lead, TimeUnit.MILLISECONDS);
                var rate = HALF * Quota.capacity(bench.fleet.limits());
                bench.play(subject, Schedule.mixed(rate, SECONDS, STREAMS, 3), seen);
                row(fault, seen);
            }
        }
        Leavers.run(bench, page);
    }

    private void row(Fault fault, Seen seen) throws IOException {
        var tally = bench.loop.call(bench.simulator::tally);
        page.row(
                fault.word(),
                seen.arrived,
                seen.errors,
                seen.errorEvents,
                seen.truncated,
                seen.throttled,
                seen.timedOut,
                seen.usual.getValueAtPercentile(99) / 1_000.0,
                seen.during.getValueAtPercentile(99) / 1_000.0,
                tally.paidTwice,
                (double) tally.allAttempts() / seen.arrived,
                tally.backMillis < 0 ? "–" : tally.backMillis,
                bench.lateMillis());
        page.save();
    }
}
