package bench.scenario;

import bench.account.Control;
import bench.account.Fleet;
import bench.account.Issuer;
import bench.account.Simulator;
import bench.load.Arrival;
import bench.load.Connections;
import bench.load.OpenLoad;
import bench.load.Outcome;
import bench.load.Schedule;
import bench.subject.Proxies;
import bench.subject.Subject;
import bench.wire.Loop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** What every scenario has: the loop, the accounts, and the makers of processes. */
public final class Bench implements AutoCloseable {

    /** Control port of the simulator; accounts follow, and the proxies under test from 81 on. */
    public static final int FIRST_PORT = 9_100;

    private static final int PROXIES = 81;
    static final long PATIENCE_MILLIS = 10_000;
    private static final long WATCH_MILLIS = 5;

    private static final int TOKENS = 20;

    final Path root;
    final Loop loop = new Loop();
    final Issuer issuer = new Issuer();
    final Fleet fleet;
    final Simulator simulator;
    final Proxies proxies;
    final double scale;
    private final int firstPort;
    private long lateMillis;

    /** @param root of the repository; scale of what is measured, 1 for results that are kept; no warm-up is shorter for it */
    public Bench(Path root, double scale, int firstPort) throws IOException {
        this.root = root;
        this.firstPort = firstPort;
        this.scale = scale;
        var scratch = Files.createDirectories(root.resolve("bench/target/run")).toAbsolutePath();
        fleet = Fleet.read(root.resolve("bench/configs/twelve.json")).moved(firstPort - FIRST_PORT);
        simulator = Simulator.start(fleet, loop);
        Control.listen(loop, firstPort, simulator, issuer);
        proxies = new Proxies(root, scratch, fleet, firstPort);
    }

    /** Port of the first, second, … proxy under test. */
    int port(int number) {
        return firstPort + PROXIES + number;
    }

    /** Runs something on the loop and waits for it. */
    void onLoop(Runnable task) {
        loop.call(() -> {
            task.run();
            return null;
        });
    }

    void say(String text) {
        System.out.printf("%tT  %s%n", System.currentTimeMillis(), text);
    }

    void pause(double seconds) {
        try {
            TimeUnit.MILLISECONDS.sleep((long) (seconds * 1_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Waits until that is so, but no longer than so many seconds; looks once a second. */
    void await(int seconds, BooleanSupplier condition) {
        for (var second = 0; second < seconds && !condition.getAsBoolean(); second++) {
            pause(1);
        }
    }

    /** Requests at a low rate, until the code under test is compiled and the connections stand. */
    void warm(Subject subject, double seconds, String fields) {
        var schedule = Schedule.mixed(150, seconds, 0, 1);
        var load = new OpenLoad(
                new Connections(loop, subject::port),
                schedule,
                System.nanoTime(),
                PATIENCE_MILLIS,
                fields,
                outcome -> {});
        load.run(loop.loop()).join();
    }

    /** How late the bench itself was at worst in the last run: more than a few ms, and the machine was not its own. */
    long lateMillis() {
        return lateMillis;
    }

    /** A schedule that begins with the accounts' windows; returns when its last outcome is known. */
    void play(Subject subject, List<Arrival> schedule, Consumer<Outcome> outcomes) {
        play(subject, schedule, PATIENCE_MILLIS, outcomes);
    }

    void play(Subject subject, List<Arrival> schedule, long patienceMillis, Consumer<Outcome> outcomes) {
        lateMillis = 0;
        var watch = watch();
        var load = loop.call(() -> {
            simulator.reset(500);
            return new OpenLoad(
                    new Connections(loop, subject::port),
                    schedule,
                    simulator.startNanos(),
                    patienceMillis,
                    "",
                    outcomes);
        });
        load.run(loop.loop()).join();
        watch.cancel(false);
    }

    private Future<?> watch() {
        var due = new long[] {System.nanoTime()};
        return loop.loop()
                .scheduleWithFixedDelay(
                        () -> {
                            var late = System.nanoTime() - due[0];
                            lateMillis = Math.max(lateMillis, late / 1_000_000);
                            due[0] = System.nanoTime() + WATCH_MILLIS * 1_000_000;
                        },
                        0,
                        WATCH_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** The head's line with a caller's token, of twenty callers in turn. */
    IntFunction<String> tokens() {
        var lines = new String[TOKENS];
        for (var caller = 0; caller < TOKENS; caller++) {
            lines[caller] = "authorization: Bearer " + issuer.token("caller-" + caller) + "\r\n";
        }
        return client -> lines[client % TOKENS];
    }

    @Override
    public void close() {
        simulator.close();
        loop.close();
    }
}
