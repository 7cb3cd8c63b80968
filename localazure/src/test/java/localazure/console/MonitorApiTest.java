package localazure.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import localazure.arm.ArmResource;
import localazure.planes.Json;
import localazure.planes.testkit.Resources;
import localazure.planes.testkit.Room;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorApiTest {
    private static final String ACCOUNT = Resources.accountId("one");
    private static final String INSIGHTS = Resources.GROUP + "/providers/Microsoft.Insights/";
    private static final String WORKSPACE = Resources.WORKSPACE;

    private Room room;

    @BeforeEach
    void open(@TempDir Path stateDir) throws Exception {
        room = Room.open(stateDir).withPrivateAccount("one", "eastus", 100);
        room.put(Resources.workspace("logs"), rule("severe", 0), rule("mild", 3), query());
    }

    @AfterEach
    void close() {
        room.close();
    }

    private static ArmResource rule(String name, int severity) {
        ObjectNode criterion = Json.object(
                "criterionType", "StaticThresholdCriterion",
                "metricName", "TokenTransaction",
                "timeAggregation", "Total",
                "operator", "GreaterThan",
                "threshold", 100,
                "dimensions",
                        Json.array(Json.object(
                                "name", "ModelDeploymentName", "operator", "Include", "values", Json.array("*"))));
        ObjectNode inputs = Json.object(
                "severity",
                severity,
                "evaluationFrequency",
                "PT1M",
                "windowSize",
                "PT5M",
                "scopes",
                Json.array(ACCOUNT),
                "criteria",
                Json.object("allOf", Json.array(criterion)),
                "tags",
                Json.object("alert", "tokens-" + name),
                "description",
                "Many tokens. What to do: docs/runbooks/tokens-" + name + ".md");
        return Resources.resource("azure-native:insights:MetricAlert", INSIGHTS + "metricAlerts/" + name, inputs);
    }

    private static ArmResource query() {
        ObjectNode criterion = Json.object("query", "T", "timeAggregation", "Count", "operator", "GreaterThan");
        ObjectNode inputs = Json.object(
                "evaluationFrequency",
                "PT5M",
                "windowSize",
                "PT5M",
                "scopes",
                Json.array(WORKSPACE),
                "criteria",
                Json.object("allOf", Json.array(criterion)));
        String id = INSIGHTS + "scheduledQueryRules/query";
        return Resources.resource("azure-native:insights:ScheduledQueryRule", id, inputs);
    }

    private static ObjectNode value(double value) {
        ObjectNode dimensions = Json.object("modeldeploymentname", "chat");
        return Json.object("resource", ACCOUNT, "metric", "TokenTransaction", "dimensions", dimensions, "value", value);
    }

    private List<String> faults(String path, JsonNode body) throws Exception {
        HttpResponse<String> answer = room.console("POST", path, body.toString());
        assertEquals(400, answer.statusCode(), answer.body());
        return Json.read(answer.body()).path("error").asText().lines().toList();
    }

    private JsonNode evaluate(String now) throws Exception {
        return room.api("POST", "/api/monitor/evaluate", Json.object("now", now));
    }

    @Test
    void a_posted_value_fires_an_alert_that_says_what_to_do() throws Exception {
        JsonNode posted = Json.array(
                value(60).put("time", "2026-11-25T12:00:00Z"), value(50).put("time", "2026-11-25T12:01:30Z"));
        assertEquals(
                "{\"accepted\":2}",
                room.api("POST", "/api/monitor/metrics", posted).toString());
        JsonNode answer = evaluate("2026-11-25T12:02:00Z");
        assertEquals(3, answer.path("rules").asInt());
        assertEquals("2026-11-25T12:02:00Z", answer.path("evaluatedAt").asText());
        assertEquals(
                "{\"rule\":\"" + INSIGHTS + "metricAlerts/severe\",\"name\":\"severe\",\"alert\":\"tokens-severe\","
                        + "\"kind\":\"metric\",\"severity\":0,\"target\":\"" + ACCOUNT + "\","
                        + "\"dimensions\":{\"ModelDeploymentName\":\"chat\"},\"monitorCondition\":\"Fired\","
                        + "\"value\":110.0,\"threshold\":100.0,\"operator\":\"GreaterThan\","
                        + "\"firedAt\":\"2026-11-25T12:02:00Z\","
                        + "\"description\":\"Many tokens. What to do: docs/runbooks/tokens-severe.md\","
                        + "\"runbook\":\"docs/runbooks/tokens-severe.md\"}",
                answer.at("/alerts/0").toString());
        assertEquals(answer, room.api("GET", "/api/alerts", Json.object()));
        for (int minute = 10; minute < 13; minute++) answer = evaluate("2026-11-25T12:" + minute + ":00Z");
        assertEquals("Resolved", answer.at("/alerts/0/monitorCondition").asText());
        assertEquals("2026-11-25T12:12:00Z", answer.at("/alerts/0/resolvedAt").asText());
    }

    @Test
    void the_status_has_what_is_fired_most_severe_first() throws Exception {
        assertEquals("[]", room.status().path("alerts").toString());
        room.api("POST", "/api/monitor/metrics", Json.array(value(101)));
        room.clock.advance(Duration.ofMinutes(1));
        room.api("POST", "/api/monitor/evaluate", Json.object());
        assertEquals(List.of("severe", "mild"), room.status().path("alerts").findValuesAsText("name"));
        room.delete(rule("severe", 0));
        assertEquals(List.of("mild"), room.status().path("alerts").findValuesAsText("name"));
        for (int minute = 30; minute < 33; minute++) evaluate("2026-11-25T10:" + minute + ":00Z");
        assertEquals("[]", room.status().path("alerts").toString());
    }

    @Test
    void before_any_evaluation_there_are_rules_and_nothing_else() throws Exception {
        assertEquals(
                "{\"rules\":3,\"evaluatedAt\":null,\"notEvaluated\":[],\"alerts\":[]}",
                room.api("GET", "/api/alerts", Json.object()).toString());
    }

    @Test
    void a_log_rule_without_an_engine_is_told_as_not_evaluated() throws Exception {
        JsonNode answer = room.api("POST", "/api/monitor/evaluate", Json.object());
        assertEquals(
                "[{\"rule\":\"" + INSIGHTS + "scheduledQueryRules/query\",\"reason\":\"--query-engine: absent"
                        + " (expected: the script of the query engine)\"}]",
                answer.path("notEvaluated").toString());
    }

    @Test
    void every_fault_of_posted_values_is_told_and_none_is_taken() throws Exception {
        JsonNode posted = Json.array(
                value(101),
                Json.object("resource", "/none", "metric", "TokenTransaction", "value", 1),
                value(1).put("metric", "Replicas"),
                value(1).put("value", "many").put("count", 0).put("time", "noon"),
                value(1).put("time", "2026-11-25T07:00:00Z"),
                value(1).set("dimensions", Json.object("Color", "red")));
        List<String> faults = faults("/api/monitor/metrics", posted);
        assertEquals(
                List.of(
                        "[1].resource: /none (expected: the id of a resource)",
                        "[2].metric: Replicas (expected: a metric of Microsoft.CognitiveServices/accounts:",
                        "[3].time: noon (expected: as in 2026-11-27T12:00:00Z)",
                        "[3].value: many (expected: a number)",
                        "[3].count: 0 (expected: 1 or more)",
                        "[4].time: 2026-11-25T07:00:00Z (expected: within two hours before and a day after"
                                + " 2026-11-25T10:00:00Z)",
                        "[5].dimensions.Color: red (expected: one of ApiName, ModelDeploymentName, FeatureName,"
                                + " UsageChannel, Region, ModelVersion)"),
                faults.stream()
                        .map(each -> each.replaceAll("accounts:.*", "accounts:"))
                        .toList());
        room.clock.advance(Duration.ofMinutes(1));
        assertEquals(
                "[]",
                room.api("POST", "/api/monitor/evaluate", Json.object())
                        .path("alerts")
                        .toString());
        assertEquals(
                List.of("body: OBJECT (expected: a list of values)"), faults("/api/monitor/metrics", Json.object()));
    }

    @Test
    void every_fault_of_posted_rows_is_told() throws Exception {
        ObjectNode row = Json.object("Log", "line", "TimeGenerated", "2026-11-25T10:00:00Z");
        ObjectNode posted = Json.object("table", "ContainerAppConsoleLogs", "rows", Json.array(row));
        assertEquals(
                "{\"accepted\":1}",
                room.api("POST", "/api/monitor/logs", posted).toString());
        posted.set(
                "rows",
                Json.array(
                        row.deepCopy().put("Log", 7),
                        row.deepCopy().put("TimeGenerated", "noon").put("Color", "red"),
                        5));
        ObjectNode calls = Json.object(
                "table", "AzureDiagnostics", "rows", Json.array(Json.object("DurationMs", 9_007_199_254_740_992L)));
        assertEquals(
                List.of("rows[0].DurationMs: 9007199254740992 (expected: long)"), faults("/api/monitor/logs", calls));
        List<String> faults = faults("/api/monitor/logs", posted);
        assertEquals("rows[0].Log: 7 (expected: string)", faults.get(0));
        assertEquals("rows[1].TimeGenerated: \"noon\" (expected: datetime)", faults.get(1));
        assertTrue(faults.get(2).startsWith("rows[1].Color: unknown (expected: one of ContainerAppName, "));
        assertEquals("rows[2]: 5 (expected: an object of columns)", faults.get(3));
        assertTrue(
                faults("/api/monitor/logs", posted.put("table", "T")).get(0).startsWith("table: T (expected: one of "));
        assertEquals(
                List.of("rows: missing (expected: a list of rows)"),
                faults("/api/monitor/logs", Json.object("table", "AzureMetrics")));
        assertEquals(
                List.of("workspace: /none (expected: one of [" + WORKSPACE + "])"),
                faults("/api/monitor/logs", posted.put("workspace", "/none")));
    }

    @Test
    void a_time_that_is_none_and_a_query_without_an_engine_are_faults() throws Exception {
        assertEquals(
                List.of("now: noon (expected: as in 2026-11-27T12:00:00Z)"),
                faults("/api/monitor/evaluate", Json.object("now", "noon")));
        ObjectNode query = Json.object("query", "AzureDiagnostics");
        assertEquals(
                List.of("timespan: an hour (expected: as in PT1H)"),
                faults("/api/monitor/query", query.deepCopy().put("timespan", "an hour")));
        assertEquals(
                List.of("--query-engine: absent (expected: the script of the query engine)"),
                faults("/api/monitor/query", query));
    }
}
