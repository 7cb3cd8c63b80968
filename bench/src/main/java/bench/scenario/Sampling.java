package bench.scenario;

import bench.account.Behaviour;
import bench.load.Arrival;
import bench.load.ClosedLoad;
import bench.load.Connections;
import bench.subject.Subject;
import java.util.List;
import java.util.function.IntFunction;

/** Takes samples of the processor time that gateways need for one kind of request, once they are warm. */
final class Sampling {

    private static final int WARM_SECONDS = 90;
    /** Of the core that compiling takes at most when it has settled, and in how many rounds one after the other. */
    private static final double SETTLED_SHARE = 0.02;

    private static final int SETTLED_ROUNDS = 2;
    private static final int MOST_SETTLING_ROUNDS = 12;
    /** New clients every ten milliseconds. */
    private static final int AT_ONCE = 20;

    private final Bench bench;
    private final IntFunction<String> fields;

    /**
     * What is measured: rounds, gateways in turn.
     *
     * @param warmUnits how many are answered before that
     * @param seconds of one round
     */
    record Kind(
            String title,
            String unit,
            Arrival arrival,
            int clients,
            Behaviour behaviour,
            int warmUnits,
            double seconds,
            int rounds) {}

    /**
     * One measurement.
     *
     * @param micros of processor time per unit
     * @param compiling part of it that went into compiling: what is left of the warm-up
     * @param share of the core that was used
     * @param compilingShare of the core that compiling took
     */
    record Sample(
            double micros, double compiling, double perSecond, double share, double compilingShare, long failed) {}

    /** @param fields of the requests of each caller */
    Sampling(Bench bench, IntFunction<String> fields) {
        this.bench = bench;
        this.fields = fields;
    }

    /** Until so much was answered that what it needs is compiled, on the one core that serving takes as well, or it has taken very long. */
    void warm(Subject subject, Kind kind) {
        var arrival = kind.arrival();
        bench.say("cost: warming " + subject.name());
        var connections = new Connections(bench.loop, subject::port);
        var load = new ClosedLoad(connections, arrival, fields);
        bench.onLoop(() -> load.start(bench.loop.loop(), kind.clients(), AT_ONCE));
        bench.await(WARM_SECONDS, () -> bench.loop.call(() -> units(load, arrival)) >= kind.warmUnits());
        load.stop();
        bench.onLoop(connections::close);
        bench.pause(1);
    }

    /**
     * Rounds that do not count, until hardly anything is compiled any more. Connections that end, and a while without any, are not in the load
     * that warms: code that was compiled without having seen them is thrown away and compiled anew.
     *
     * @return whether that came about
     */
    boolean settle(List<Subject> subjects, Kind kind) {
        var settled = 0;
        for (var round = 1; round <= MOST_SETTLING_ROUNDS && settled < SETTLED_ROUNDS; round++) {
            var compiling = subjects.stream()
                    .mapToDouble(subject -> sample(subject, kind).compilingShare())
                    .max()
                    .orElse(0);
            bench.say("cost: settling, %.1f %% of a core compile".formatted(100 * compiling));
            settled = compiling < SETTLED_SHARE ? settled + 1 : 0;
        }
        return settled == SETTLED_ROUNDS;
    }

    Sample sample(Subject subject, Kind kind) {
        var arrival = kind.arrival();
        var seconds = kind.seconds();
        var connections = new Connections(bench.loop, subject::port);
        var load = new ClosedLoad(connections, arrival, fields);
        bench.onLoop(() -> load.start(bench.loop.loop(), kind.clients(), AT_ONCE));
        if (arrival.stream()) {
            bench.await(WARM_SECONDS, () -> bench.loop.call(load::begun) >= kind.clients());
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
        return new Sample(cpu * each, compiling * each, units * 1e6 / wall, cpu / wall, compiling / wall, failed);
    }

    private static long units(ClosedLoad load, Arrival arrival) {
        return arrival.stream() ? load.events() : load.answered();
    }
}
