package bench.scenario;

import bench.account.Behaviour;
import bench.account.Fault;
import bench.load.Arrival;
import bench.load.Connections;
import bench.load.OpenLoad;
import bench.load.Outcome;
import bench.load.Schedule;
import bench.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Requests of mixed kinds in rounds: whole answers, streams, clients that leave, and a pool in another kind of trouble each time.
 * Memory and descriptors are read after every round, at rest.
 */
public final class Soak {

    /** A pool that takes and never answers would hold requests until the proxy's own time limit, and with them the round. */
    private static final List<Fault> FAULTS =
            List.of(Fault.ERROR, Fault.RESET, Fault.ERROR_IN_200, Fault.CUT, Fault.SLOW, Fault.NO_QUOTA);

    private static final int POOL = 0;
    private static final double STREAMS = 0.3;
    private static final double LEAVING = 0.02;
    private static final long LEAVE_MILLIS = 40;
    private static final double REST_SECONDS = 5;
    private static final double POLL_SECONDS = 0.05;
    /** After which every kind of trouble has been seen once. */
    private static final int WARM_ROUNDS = 2 * FAULTS.size();

    private final Bench bench;
    private final Subject subject;
    private final double perSecond;
    private final double roundSeconds;
    private final long patienceMillis;
    private int round;
    private long usual;

    /**
     * What a round left behind.
     *
     * @param unexplained time-outs, and streams that ended cleanly and short
     * @param oldKib of the resident memory what outlived the young generation of the heap, needed or not
     * @param connections kept to the accounts
     * @param descriptors other than these, once there are no more than after the first round, or a while later
     */
    public record Rest(
            String trouble,
            long requests,
            long good,
            long unexplained,
            long residentKib,
            long oldKib,
            long connections,
            long descriptors) {}

    /**
     * @param perSecond requests of a round and how many seconds it lasts
     * @param patienceMillis after which clients give up
     */
    public Soak(Bench bench, Subject subject, double perSecond, double roundSeconds, long patienceMillis) {
        this.bench = bench;
        this.subject = subject;
        this.perSecond = perSecond;
        this.roundSeconds = roundSeconds;
        this.patienceMillis = patienceMillis;
    }

    /** Only on the loop. */
    private static final class Seen implements Consumer<Outcome> {
        long all;
        long good;
        long unexplained;

        @Override
        public void accept(Outcome outcome) {
            all++;
            good += outcome.good() ? 1 : 0;
            unexplained += outcome.truncatedInSilence() || outcome.status() == Outcome.TIMED_OUT ? 1 : 0;
        }
    }

    /** Runs one round and waits until the proxy is at rest. */
    public Rest round() {
        var fault = round % 2 == 0 ? null : FAULTS.get(round / 2 % FAULTS.size());
        round++;
        bench.onLoop(() -> {
            bench.simulator.behave(Behaviour.INSTANT.latency(20, 0.5).stream(20, 15));
            if (fault != null) {
                bench.simulator.fault(POOL, fault);
            }
        });
        var connections = new Connections(bench.loop, subject::port);
        var seen = new Seen();
        var leaving = new ArrayList<Outcome>();
        var stay = load(connections, Schedule.mixed(perSecond, roundSeconds, STREAMS, round), patienceMillis, seen);
        var leave = load(
                connections, Schedule.mixed(perSecond * LEAVING, roundSeconds, 1, -round), LEAVE_MILLIS, leaving::add);
        stay.run(bench.loop.loop()).join();
        leave.run(bench.loop.loop()).join();
        bench.onLoop(connections::close);
        bench.onLoop(bench.simulator::heal);
        rest();
        return new Rest(
                fault == null ? "none" : fault.word(),
                seen.all + leaving.size(),
                seen.good,
                seen.unexplained,
                subject.residentKib(),
                subject.oldKib(),
                connections(),
                others());
    }

    private void rest() {
        for (var waited = 0.0; waited < REST_SECONDS && (round == 1 || others() != usual); waited += POLL_SECONDS) {
            bench.pause(POLL_SECONDS);
        }
        if (round == 1) {
            usual = others();
        }
    }

    private long others() {
        return subject.descriptors() - connections();
    }

    private long connections() {
        return bench.loop.call(bench.simulator::connections);
    }

    private OpenLoad load(Connections connections, List<Arrival> schedule, long patience, Consumer<Outcome> outcomes) {
        return new OpenLoad(connections, schedule, System.nanoTime() + 50_000_000, patience, "", outcomes);
    }

    private static double mib(long kib) {
        return kib / 1_024.0;
    }

    static void run(Bench bench) throws IOException {
        var page = new Page(bench.root, "soak", "Soak");
        var rounds = (int) Math.max(WARM_ROUNDS + 1, 60 * bench.scale);
        page.text(rounds
                + " rounds of a minute and 280 requests a second, 30 % streams, 2 % of the clients leave in the middle of a"
                + " stream; in every second round one pool is in trouble. Resident memory and descriptors are read at rest."
                + " *Of it old*: the old generation of the heap, which is not collected before it is full."
                + " *Unexplained*: time-outs, and streams that ended cleanly and short.");
        page.table(
                "after requests",
                "trouble",
                "answered well",
                "unexplained",
                "resident MiB",
                "of it old MiB",
                "connections kept",
                "other descriptors");
        try (var subject = bench.proxies.seat(bench.port(0), "-Dio.netty.leakDetection.level=advanced")) {
            var soak = new Soak(bench, subject, 280, 60, Bench.PATIENCE_MILLIS);
            var requests = 0L;
            var aliveFirst = 0L;
            for (var round = 0; round < rounds; round++) {
                var rest = soak.round();
                requests += rest.requests();
                bench.say("soak: " + requests + " requests, " + rest);
                page.row(
                        requests,
                        rest.trouble(),
                        rest.good(),
                        rest.unexplained(),
                        mib(rest.residentKib()),
                        mib(rest.oldKib()),
                        rest.connections(),
                        rest.descriptors());
                page.save();
                if (round == WARM_ROUNDS - 1) {
                    aliveFirst = subject.aliveKib();
                }
            }
            var oldLast = subject.oldKib();
            page.text(("Needed of the heap, all of it collected: after %d rounds %.1f MiB, at the end %.1f MiB,"
                            + " where the old generation had been %.1f MiB. Leaks reported: %d")
                    .formatted(
                            WARM_ROUNDS, mib(aliveFirst), mib(subject.aliveKib()), mib(oldLast), subject.said("LEAK")));
            page.save();
        }
    }
}
