package localazure.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import localazure.arm.ResourceStore;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.monitor.Monitor;
import localazure.planes.monitor.NotEvaluated;
import localazure.planes.net.Exchange;

/** The part of the control API that speaks with Azure Monitor. */
final class MonitorApi {
    private static final Duration USUAL_TIMESPAN = Duration.ofHours(24);

    private final ResourceStore store;
    private final Monitor monitor;

    MonitorApi(ResourceStore store, Monitor monitor) {
        this.store = store;
        this.monitor = monitor;
    }

    static boolean serves(Exchange exchange) {
        return switch (exchange.method() + " " + exchange.path()) {
            case "GET /api/alerts",
                    "POST /api/monitor/metrics",
                    "POST /api/monitor/logs",
                    "POST /api/monitor/evaluate",
                    "POST /api/monitor/query" -> true;
            default -> false;
        };
    }

    void handle(Exchange exchange) throws IOException {
        exchange.sendJson(
                200,
                switch (exchange.path()) {
                    case "/api/monitor/metrics" -> accepted(new MetricPost(store, monitor).take(Body.json(exchange)));
                    case "/api/monitor/logs" -> accepted(logs(Body.json(exchange)));
                    case "/api/monitor/evaluate" -> evaluate(Body.json(exchange));
                    case "/api/monitor/query" -> query(Body.json(exchange));
                    default -> AlertView.all(monitor.evaluator());
                });
    }

    private static JsonNode accepted(int count) {
        return Json.object("accepted", count);
    }

    private int logs(JsonNode body) {
        String workspace = workspace(body);
        String table = body.path("table").asText();
        if (!body.path("rows").isArray())
            throw new IllegalArgumentException("rows: missing (expected: a list of rows)");
        List<JsonNode> rows = Json.stream(body.path("rows")).toList();
        List<String> faults = monitor.tables().faults(table, rows);
        if (!faults.isEmpty()) throw new IllegalArgumentException(String.join("\n", faults));
        rows.forEach(row -> monitor.logs().add(workspace, table, (ObjectNode) row));
        return rows.size();
    }

    private JsonNode evaluate(JsonNode body) {
        monitor.collect();
        monitor.evaluator()
                .evaluate(Body.time(body, "now", Instant::parse, "2026-11-27T12:00:00Z")
                        .orElseGet(monitor::now));
        return AlertView.all(monitor.evaluator());
    }

    private JsonNode query(JsonNode body) {
        Duration timespan = Body.time(body, "timespan", Duration::parse, "PT1H").orElse(USUAL_TIMESPAN);
        String workspace = workspace(body);
        monitor.collect();
        Instant now = monitor.now();
        try {
            JsonNode answer =
                    monitor.queries().answer(workspace, body.path("query").asText(), now.minus(timespan), now);
            return Json.object("columns", answer.path("columns"), "rows", answer.path("rows"));
        } catch (NotEvaluated e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private String workspace(JsonNode body) {
        return monitor.queries().workspace(Arm.text(body, "workspace"));
    }
}
