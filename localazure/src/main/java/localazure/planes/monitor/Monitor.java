package localazure.planes.monitor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Logger;
import localazure.arm.ArmResource;
import localazure.arm.Plane;
import localazure.arm.ResourceStore;
import localazure.planes.net.Threads;

/** Azure Monitor: takes metrics and logs, and evaluates the alert rules over them. */
public final class Monitor implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Monitor.class.getName());
    private static final Duration TICK = Duration.ofSeconds(2);
    private static final Duration LAST_EVALUATION = Duration.ofSeconds(5);
    private static final QueryEngine NO_ENGINE = (query, from, now, tables) -> {
        throw new NotEvaluated("--query-engine: absent (expected: the script of the query engine)");
    };

    private final Clock clock;
    private final MetricCatalogue catalogue = MetricCatalogue.load();
    private final LogTables tables = LogTables.load();
    private final Metrics metrics;
    private final Logs logs;
    private final Diagnostics diagnostics;
    private final QueryEngine engine;
    private final WorkspaceQueries queries;
    private final Evaluator evaluator;
    private final List<Runnable> sources = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> Threads.daemon("monitor", task));

    Monitor(Path stateDir, ResourceStore store, Clock clock, QueryEngine engine) throws IOException {
        this.clock = clock;
        this.engine = engine;
        this.metrics = new Metrics(clock, catalogue);
        this.logs = new Logs(clock);
        this.diagnostics = new Diagnostics(store, tables, logs);
        this.queries = new WorkspaceQueries(store, tables, logs, engine);
        this.evaluator = new Evaluator(
                store,
                Alerts.open(stateDir.resolve("alerts.json")),
                new MetricEvaluation(metrics, catalogue),
                new QueryEvaluation(queries));
    }

    /** @param engineScript of the query engine; without it log alert rules are not evaluated */
    public static Monitor open(Path stateDir, ResourceStore store, Clock clock, Optional<Path> engineScript)
            throws IOException {
        QueryEngine engine = engineScript.isPresent() ? new NodeQueryEngine(engineScript.get()) : NO_ENGINE;
        return new Monitor(stateDir, store, clock, engine);
    }

    /** Evaluates each rule by its own frequency from now on. */
    public void start() {
        timer.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void tick() {
        try {
            collect();
            evaluator.evaluateDue(clock.instant());
        } catch (RuntimeException e) {
            // A timer that throws never runs again.
            LOG.warning("monitor: " + e);
        }
    }

    /** @param source brings what it has whenever it is asked, for instance before an evaluation */
    public void collectFrom(Runnable source) {
        sources.add(source);
    }

    public void collect() {
        for (Runnable source : sources) {
            try {
                source.run();
            } catch (RuntimeException e) {
                // What the other sources bring is still evaluated.
                LOG.warning("monitor: " + e);
            }
        }
    }

    public Instant now() {
        return clock.instant();
    }

    public MetricCatalogue catalogue() {
        return catalogue;
    }

    public Metrics metrics() {
        return metrics;
    }

    public LogTables tables() {
        return tables;
    }

    public Logs logs() {
        return logs;
    }

    public Diagnostics diagnostics() {
        return diagnostics;
    }

    public WorkspaceQueries queries() {
        return queries;
    }

    public Evaluator evaluator() {
        return evaluator;
    }

    /** What goes with a resource that is removed, by type: the alerts of a rule, the rows of a workspace. */
    public Map<String, Plane> byToken() {
        Plane rule = new Removal(evaluator::forget);
        return Map.of(
                AlertRule.METRIC, rule, AlertRule.QUERY, rule, WorkspaceQueries.WORKSPACE, new Removal(logs::forget));
    }

    private record Removal(Consumer<String> forget) implements Plane {
        @Override
        public void apply(ArmResource resource) {}

        @Override
        public void remove(ArmResource resource) {
            forget.accept(resource.id());
        }
    }

    /** Waits for an evaluation under way, which may be writing. */
    @Override
    public void close() {
        timer.shutdown();
        engine.close();
        try {
            timer.awaitTermination(LAST_EVALUATION.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
