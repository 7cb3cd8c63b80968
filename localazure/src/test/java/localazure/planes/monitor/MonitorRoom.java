package localazure.planes.monitor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import localazure.arm.ArmResource;
import localazure.planes.Json;
import localazure.planes.testkit.MemoryStore;
import localazure.planes.testkit.Resources;
import localazure.testkit.ManualClock;

/** Azure Monitor over an account, a gateway and a workspace, by a clock that tests move. */
final class MonitorRoom implements AutoCloseable {
    static final String ACCOUNT = Resources.accountId("one");
    static final String WORKSPACE = Resources.WORKSPACE;
    private static final String INSIGHTS = Resources.GROUP + "/providers/Microsoft.Insights/";

    final MemoryStore store = new MemoryStore();
    final ManualClock clock = new ManualClock();
    final Instant start = clock.instant();
    final Path stateDir;
    Monitor monitor;

    MonitorRoom(Path stateDir, QueryEngine engine) throws IOException {
        this.stateDir = stateDir;
        store.put(Resources.account("one", "eastus"));
        store.put(Resources.workspace("logs"));
        open(engine);
    }

    /** As after a restart. */
    void open(QueryEngine engine) throws IOException {
        if (monitor != null) monitor.close();
        monitor = new Monitor(stateDir, store, clock, engine);
    }

    static ObjectNode criterion(String metric, String aggregation, String operator, double threshold) {
        return Json.object(
                "criterionType",
                "StaticThresholdCriterion",
                "metricName",
                metric,
                "timeAggregation",
                aggregation,
                "operator",
                operator,
                "threshold",
                threshold);
    }

    static ObjectNode dimension(String name, String operator, String... values) {
        return Json.object("name", name, "operator", operator, "values", Json.array((Object[]) values));
    }

    /** A rule over the account: every minute, over five. */
    static ArmResource metricRule(ObjectNode... criteria) {
        ObjectNode inputs = rule(ACCOUNT, criteria).put("evaluationFrequency", "PT1M");
        return Resources.resource(AlertRule.METRIC, INSIGHTS + "metricAlerts/rule", inputs.put("windowSize", "PT5M"));
    }

    /** A rule over the workspace: every five minutes, over five. */
    static ArmResource queryRule(ObjectNode criterion) {
        ObjectNode inputs = rule(WORKSPACE, criterion).put("evaluationFrequency", "PT5M");
        return Resources.resource(
                AlertRule.QUERY, INSIGHTS + "scheduledQueryRules/query", inputs.put("windowSize", "PT5M"));
    }

    private static ObjectNode rule(String scope, ObjectNode... criteria) {
        return Json.object(
                "severity",
                2,
                "scopes",
                Json.array(scope),
                "criteria",
                Json.object("allOf", Json.array((Object[]) criteria)),
                "description",
                "Too much. What to do: docs/runbooks/too-much.md",
                "tags",
                Json.object("alert", "too-much"));
    }

    void put(ArmResource rule) {
        store.put(rule);
    }

    void measure(String metric, Map<String, String> dimensions, double value) {
        monitor.metrics().add(ACCOUNT, metric, dimensions, value);
    }

    /** Moves the clock and evaluates every rule. */
    List<String> after(int minutes) {
        clock.advance(Duration.ofMinutes(minutes));
        monitor.evaluator().evaluate(clock.instant());
        return alerts();
    }

    /** Each alert in short: condition, value and dimensions. */
    List<String> alerts() {
        return monitor.evaluator().alerts().stream()
                .map(Evaluator.Raised::alert)
                .map(each -> (each.fired() ? "Fired " : "Resolved ") + each.value() + " " + each.dimensions())
                .toList();
    }

    List<String> reasons() {
        return List.copyOf(monitor.evaluator().notEvaluated().values());
    }

    /** An answer of the query engine. */
    static ObjectNode table(List<String> columns, List<? extends List<?>> rows) {
        ArrayNode named = Json.array();
        columns.forEach(each -> named.add(Json.object("name", each, "type", "string")));
        return Json.object("columns", named, "rows", rows);
    }

    @Override
    public void close() {
        monitor.close();
    }
}
