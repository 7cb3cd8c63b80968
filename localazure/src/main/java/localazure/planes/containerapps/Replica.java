package localazure.planes.containerapps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import localazure.planes.net.Threads;

/**
 * One running copy of an app. A thread of its own starts the process, probes it and starts it again when it ends.
 *
 * <pre>
 *   STARTING ──readiness passes──► READY ◄──► UNREADY
 *      ▲                             │           │
 *      └── back-off ── RESTARTING ◄──┴── ends ───┘        stop(): STOPPED, from anywhere
 * </pre>
 */
final class Replica {
    enum State {
        STARTING,
        READY,
        UNREADY,
        RESTARTING,
        STOPPED
    }

    private static final Logger LOG = Logger.getLogger(Replica.class.getName());
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
    private static final Duration START_PERIOD = Duration.ofMillis(200);
    private static final Duration RUNNING_PERIOD = Duration.ofSeconds(1);
    private static final int HOPELESS_RESTARTS = 3;
    private static final int TAIL_LINES = 15;

    private final Engine engine;
    private final Engine.Launch launch;
    private final AppSpec app;
    private final String host;
    private final Thread supervisor;
    private final LogTail tail;
    private volatile State state = State.STARTING;
    private volatile Process process;
    private volatile int restarts;
    private volatile boolean stopping;

    private Replica(Engine engine, Engine.Launch launch, AppSpec app, String host) {
        this.engine = engine;
        this.launch = launch;
        this.app = app;
        this.host = host;
        this.tail = new LogTail(launch.log());
        this.supervisor = Threads.daemon("replica-" + launch.name(), this::supervise);
    }

    /** @param host the loopback address it listens on */
    static Replica start(Engine engine, Engine.Launch launch, AppSpec app, String host) {
        Replica replica = new Replica(engine, launch, app, host);
        replica.supervisor.start();
        return replica;
    }

    String name() {
        return launch.name();
    }

    String host() {
        return host;
    }

    State state() {
        return state;
    }

    int restarts() {
        return restarts;
    }

    Optional<Long> pid() {
        return Optional.ofNullable(process).filter(Process::isAlive).map(Process::pid);
    }

    /** True when it became ready within the budget; false as soon as that is hopeless. */
    boolean awaitReady(Duration budget) throws InterruptedException {
        long until = System.nanoTime() + budget.toNanos();
        while (System.nanoTime() < until && restarts < HOPELESS_RESTARTS && !stopping) {
            if (state == State.READY) return true;
            Thread.sleep(START_PERIOD.toMillis());
        }
        return state == State.READY;
    }

    /** SIGTERM, and SIGKILL when it has not ended after the grace. Blocks until it has ended. */
    void stop(Duration grace) {
        stopping = true;
        supervisor.interrupt();
        try {
            supervisor.join();
            state = State.STOPPED;
            Process last = process;
            if (last == null) return;
            last.destroy();
            if (!last.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) engine.kill(launch.name(), last);
            last.waitFor();
        } catch (InterruptedException e) {
            engine.kill(launch.name(), process);
            Thread.currentThread().interrupt();
        }
    }

    /** What its process wrote since the last call, in whole lines. */
    List<String> newLines() {
        return tail.next().stream().filter(line -> !line.startsWith(mark())).toList();
    }

    /** The last lines it wrote. */
    List<String> logTail() throws IOException {
        if (!Files.exists(launch.log())) return List.of();
        String log = new String(Files.readAllBytes(launch.log()), StandardCharsets.UTF_8);
        List<String> lines = log.lines().toList();
        return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    }

    private void supervise() {
        Duration backoff = FIRST_BACKOFF;
        try {
            while (!stopping) {
                boolean wasReady = runOnce();
                restarts++;
                if (!stopping) state = State.RESTARTING;
                backoff = wasReady ? FIRST_BACKOFF : backoff;
                Thread.sleep(backoff.toMillis());
                backoff = longer(backoff);
                if (!stopping) state = State.STARTING;
            }
        } catch (InterruptedException e) {
            // stop() takes over.
        }
    }

    private static Duration longer(Duration backoff) {
        Duration twice = backoff.multipliedBy(2);
        return twice.compareTo(LONGEST_BACKOFF) < 0 ? twice : LONGEST_BACKOFF;
    }

    /** Runs the process to its end; true when it had been ready. */
    private boolean runOnce() throws InterruptedException {
        try {
            process = engine.start(launch);
        } catch (IOException e) {
            note("could not start: " + e.getMessage());
            return false;
        }
        Failures unready = new Failures(app.readiness());
        Optional<Failures> dead = app.liveness().map(Failures::new);
        boolean wasReady = false;
        while (!process.waitFor(pause().toMillis(), TimeUnit.MILLISECONDS)) {
            if (state == State.STARTING || unready.isDue()) unready.probe(host);
            if (unready.lastPassed()) state = State.READY;
            else if (unready.tooMany() && state == State.READY) state = State.UNREADY;
            wasReady |= state == State.READY;
            if (wasReady
                    && dead.isPresent()
                    && dead.get().isDue()
                    && dead.get().probe(host).tooMany()) {
                note("liveness probe failed; restarting");
                engine.kill(launch.name(), process);
            }
        }
        note("ended with exit code " + process.exitValue());
        return wasReady;
    }

    /** While it starts it is asked often, so that provisioning takes no longer than it must. */
    private Duration pause() {
        return state == State.STARTING ? START_PERIOD : RUNNING_PERIOD;
    }

    /** What lines of the platform itself begin with in the log. */
    private String mark() {
        return "[" + launch.name() + "] ";
    }

    private void note(String message) {
        try {
            Files.writeString(
                    launch.log(), mark() + message + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            // A full disk must not end the supervision.
            LOG.log(Level.WARNING, launch.name() + ": " + message + " (not in its log: " + e + ")");
        }
    }

    /** Counts failures of one probe in a row. */
    private static final class Failures {
        private final Probe probe;
        private int inARow = 1;
        private long dueNanos = System.nanoTime();

        Failures(Probe probe) {
            this.probe = probe;
        }

        boolean isDue() {
            return System.nanoTime() >= dueNanos;
        }

        Failures probe(String host) {
            dueNanos = System.nanoTime() + probe.period().toNanos();
            inARow = probe.passes(host) ? 0 : inARow + 1;
            return this;
        }

        boolean lastPassed() {
            return inARow == 0;
        }

        boolean tooMany() {
            return inARow >= probe.failureThreshold();
        }
    }
}
