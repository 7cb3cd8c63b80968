package localazure.planes.monitor;

import static localazure.planes.monitor.MonitorRoom.dimension;
import static localazure.planes.monitor.MonitorRoom.queryRule;
import static localazure.planes.monitor.MonitorRoom.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import localazure.arm.ArmResource;
import localazure.planes.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryAlertsTest {
    private final List<String> windows = new ArrayList<>();
    private List<List<?>> rows = List.of();
    private MonitorRoom room;

    @BeforeEach
    void open(@TempDir Path stateDir) throws Exception {
        room = new MonitorRoom(stateDir, this::answer);
    }

    @AfterEach
    void close() {
        room.close();
    }

    private JsonNode answer(String query, Instant from, Instant now, ObjectNode tables) throws NotEvaluated {
        if (query.contains("fault")) throw new NotEvaluated("line 1: fault");
        windows.add(from + " " + now + " " + tables);
        return table(List.of("percent", "app", "deployment"), rows);
    }

    private void answers(List<?>... next) {
        rows = Arrays.asList(next);
    }

    private static ObjectNode criterion(String aggregation, ObjectNode... dimensions) {
        ObjectNode criterion = Json.object(
                "query",
                "ContainerAppConsoleLogs | …",
                "timeAggregation",
                aggregation,
                "operator",
                "GreaterThan",
                "threshold",
                10,
                "dimensions",
                Json.array((Object[]) dimensions));
        return aggregation.equals("Count") ? criterion : criterion.put("metricMeasureColumn", "percent");
    }

    @Test
    void it_fires_for_each_combination_above_the_threshold() {
        room.put(queryRule(
                criterion("Maximum", dimension("app", "Include", "*"), dimension("deployment", "Include", "*"))));
        answers(List.of(11, "proxy", "chat"), List.of(10, "proxy", "embed"), List.of(12.5, "other", "chat"));
        assertEquals(
                List.of("Fired 12.5 {app=other, deployment=chat}", "Fired 11.0 {app=proxy, deployment=chat}"),
                room.after(5));
    }

    @Test
    void a_rule_that_is_removed_while_its_query_runs_leaves_no_alert_to_a_later_one() throws Exception {
        ArmResource rule = queryRule(criterion("Maximum"));
        room.open((query, from, now, tables) -> {
            room.store.delete(rule.id());
            room.monitor.byToken().get(AlertRule.QUERY).remove(rule);
            return table(List.of("percent"), List.of(List.of(11)));
        });
        room.put(rule);
        room.after(5);
        room.put(rule);
        assertEquals(List.of(), room.alerts());
    }

    @Test
    void a_dimension_says_which_values_are_watched() {
        room.put(queryRule(criterion("Maximum", dimension("app", "Exclude", "other"))));
        answers(List.of(11, "proxy", "chat"), List.of(12, "proxy", "embed"), List.of(13, "other", "chat"));
        assertEquals(List.of("Fired 12.0 {app=proxy}"), room.after(5));
    }

    @ParameterizedTest
    @CsvSource({"Average, 20", "Minimum, 11", "Maximum, 29", "Total, 40"})
    void the_measured_column_becomes_one_number(String aggregation, double expected) {
        room.put(queryRule(criterion(aggregation)));
        answers(List.of(11, "proxy", "chat"), List.of(29, "proxy", "embed"), Arrays.asList(null, "proxy", "none"));
        assertEquals(List.of("Fired " + expected + " {}"), room.after(5));
    }

    @Test
    void rows_can_be_counted_and_none_are_zero() {
        ObjectNode criterion = criterion("Count").put("operator", "LessThan").put("threshold", 2);
        room.put(queryRule(criterion));
        assertEquals(List.of("Fired 0.0 {}"), room.after(5));
        answers(List.of(11, "proxy", "chat"), List.of(29, "proxy", "embed"));
        assertEquals(List.of("Fired 2.0 {}"), room.after(5));
    }

    @Test
    void a_query_gets_the_tables_that_it_mentions_and_with_a_pattern_all() {
        room.put(queryRule(criterion("Maximum")));
        room.after(5);
        room.put(queryRule(criterion("Maximum").put("query", "union *")));
        room.after(5);
        ObjectNode all = Json.object();
        room.monitor.tables().names().forEach(name -> all.putArray(name));
        assertEquals(
                List.of("{\"ContainerAppConsoleLogs\":[]}", all.toString()),
                windows.stream().map(each -> each.split(" ")[2]).toList());
    }

    @Test
    void a_measure_without_rows_is_no_alert() {
        room.put(queryRule(criterion("Maximum").put("operator", "LessThan")));
        assertEquals(List.of(), room.after(5));
    }

    @Test
    void it_resolves_when_three_periods_of_its_frequency_have_passed_healthy() {
        room.put(queryRule(criterion("Maximum")));
        answers(List.of(11, "proxy", "chat"));
        assertEquals(List.of("Fired 11.0 {}"), room.after(5));
        answers();
        for (int i = 0; i < 14; i++) assertEquals(List.of("Fired 11.0 {}"), room.after(1));
        assertEquals(List.of("Resolved 11.0 {}"), room.after(1));
    }

    @ParameterizedTest
    @CsvSource({"PT1M, 10", "PT5M, 15", "PT15M, 45", "PT30M, 60", "PT12H, 720"})
    void how_long_it_stays_healthy_before_it_resolves_depends_on_the_frequency(String every, int minutes) {
        var rule = queryRule(criterion("Maximum"));
        rule.inputs().put("evaluationFrequency", every);
        room.put(rule);
        answers(List.of(11, "proxy", "chat"));
        room.after(1);
        answers();
        assertEquals(List.of("Fired 11.0 {}"), room.after(minutes - 1));
        assertEquals(List.of("Resolved 11.0 {}"), room.after(1));
    }

    @Test
    void the_query_sees_the_window_before_the_evaluation() {
        room.put(queryRule(criterion("Maximum")));
        room.monitor.logs().add(MonitorRoom.WORKSPACE, "ContainerAppConsoleLogs", Json.object("Log", "early"));
        room.clock.advance(Duration.ofMinutes(1));
        room.monitor.logs().add(MonitorRoom.WORKSPACE, "ContainerAppConsoleLogs", Json.object("Log", "inside"));
        room.monitor.logs().add(MonitorRoom.WORKSPACE, "AzureDiagnostics", Json.object("Category", "not asked for"));
        room.after(5);
        assertEquals(
                List.of("2026-11-25T10:01:00Z 2026-11-25T10:06:00Z {\"ContainerAppConsoleLogs\":"
                        + "[{\"Log\":\"inside\",\"TimeGenerated\":\"2026-11-25T10:01:00Z\"}]}"),
                windows);
    }

    @Test
    void with_failing_periods_enough_of_the_last_windows_must_fail() {
        ObjectNode criterion = criterion("Maximum");
        criterion.set("failingPeriods", Json.object("numberOfEvaluationPeriods", 3, "minFailingPeriodsToAlert", 2));
        List<Instant> failing = new ArrayList<>();
        room.put(queryRule(criterion));
        openWith((query, from, now, tables) ->
                table(List.of("percent"), List.of(List.of(failing.contains(now) ? 11 : 1))));
        failing.add(room.start.plus(Duration.ofMinutes(5)));
        assertEquals(List.of(), room.after(5));
        assertEquals(List.of(), room.after(5));
        failing.add(room.start.plus(Duration.ofMinutes(15)));
        assertEquals(List.of("Fired 11.0 {}"), room.after(5));
    }

    @Test
    void a_query_that_fails_is_said_and_leaves_its_alerts_as_they_are() {
        room.put(queryRule(criterion("Maximum")));
        answers(List.of(11, "proxy", "chat"));
        room.after(5);
        room.put(queryRule(criterion("Maximum").put("query", "fault")));
        for (int i = 0; i < 5; i++) assertEquals(List.of("Fired 11.0 {}"), room.after(5));
        assertEquals(List.of("line 1: fault"), room.reasons());
    }

    @Test
    void a_column_that_the_result_lacks_is_named() {
        room.put(queryRule(criterion("Maximum").put("metricMeasureColumn", "share")));
        room.after(5);
        assertEquals(
                List.of(
                        "metricMeasureColumn: share (expected: a column of the result, one of percent, app, deployment)"),
                room.reasons());
        room.put(queryRule(criterion("Maximum", dimension("color", "Include", "*"))));
        room.after(5);
        assertEquals(
                List.of("dimensions: color (expected: a column of the result, one of percent, app, deployment)"),
                room.reasons());
    }

    @Test
    void without_an_engine_the_reason_is_said() throws Exception {
        room.put(queryRule(criterion("Maximum")));
        room.close();
        room.monitor = Monitor.open(room.stateDir, room.store, room.clock, java.util.Optional.empty());
        room.after(5);
        assertEquals(List.of("--query-engine: absent (expected: the script of the query engine)"), room.reasons());
    }

    private void openWith(QueryEngine engine) {
        try {
            room.open(engine);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
