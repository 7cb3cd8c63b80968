package localazure.planes.monitor;

import static localazure.planes.monitor.MonitorRoom.criterion;
import static localazure.planes.monitor.MonitorRoom.dimension;
import static localazure.planes.monitor.MonitorRoom.metricRule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import localazure.arm.ArmResource;
import localazure.planes.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricAlertsTest {
    private static final Map<String, String> CHAT = Map.of("ModelDeploymentName", "chat", "Region", "East US");
    private static final Map<String, String> EMBED = Map.of("ModelDeploymentName", "embed", "Region", "East US");

    private MonitorRoom room;

    @BeforeEach
    void open(@TempDir Path stateDir) throws Exception {
        room = new MonitorRoom(stateDir, (query, from, now, tables) -> Json.object());
    }

    @AfterEach
    void close() {
        room.close();
    }

    private static ObjectNode tokens(String operator, double threshold) {
        return criterion("TokenTransaction", "Total", operator, threshold);
    }

    private static ObjectNode split(ObjectNode criterion, ObjectNode... dimensions) {
        return criterion.set("dimensions", Json.array((Object[]) dimensions));
    }

    @Test
    void it_fires_above_its_threshold_and_not_at_it() {
        room.put(metricRule(tokens("GreaterThan", 100)));
        room.measure("TokenTransaction", CHAT, 60);
        room.measure("TokenTransaction", EMBED, 40);
        assertEquals(List.of(), room.after(1));
        room.measure("TokenTransaction", CHAT, 1);
        assertEquals(List.of("Fired 101.0 {}"), room.after(1));
    }

    @Test
    void it_resolves_after_three_checks_in_a_row_that_find_it_healthy() {
        room.put(metricRule(tokens("GreaterThan", 100)));
        room.measure("TokenTransaction", CHAT, 101);
        assertEquals(List.of("Fired 101.0 {}"), room.after(5));
        room.measure("TokenTransaction", CHAT, 5);
        assertEquals(List.of("Fired 5.0 {}"), room.after(1));
        assertEquals(List.of("Fired 5.0 {}"), room.after(1));
        assertEquals(List.of("Resolved 5.0 {}"), room.after(1));
        assertEquals(List.of("Resolved 5.0 {}"), room.after(1));
    }

    @Test
    void a_check_that_finds_it_met_begins_the_count_anew() {
        room.put(metricRule(tokens("GreaterThan", 100)));
        for (double seen : new double[] {101, 5, 5, 101, 5, 5}) {
            room.measure("TokenTransaction", CHAT, seen);
            room.after(5);
        }
        assertEquals(List.of("Fired 5.0 {}"), room.alerts());
        assertEquals(List.of("Resolved 5.0 {}"), room.after(5));
    }

    @Test
    void without_data_it_does_not_fire_and_a_fired_one_resolves() {
        room.put(metricRule(criterion("AzureOpenAIAvailabilityRate", "Average", "LessThan", 99)));
        assertEquals(List.of(), room.after(5));
        room.measure("AzureOpenAIAvailabilityRate", CHAT, 50);
        room.measure("AzureOpenAIAvailabilityRate", CHAT, 100);
        assertEquals(List.of("Fired 75.0 {}"), room.after(5));
        room.after(5);
        assertEquals(List.of("Fired 75.0 {}"), room.after(5));
        assertEquals(List.of("Resolved 75.0 {}"), room.after(5));
    }

    @Test
    void each_combination_of_dimension_values_has_an_alert_of_its_own() {
        room.put(metricRule(split(tokens("GreaterThan", 100), dimension("ModelDeploymentName", "Include", "*"))));
        room.measure("TokenTransaction", CHAT, 101);
        room.measure("TokenTransaction", EMBED, 99);
        assertEquals(List.of("Fired 101.0 {ModelDeploymentName=chat}"), room.after(4));
        room.measure("TokenTransaction", EMBED, 200);
        assertEquals(
                List.of("Fired 101.0 {ModelDeploymentName=chat}", "Fired 200.0 {ModelDeploymentName=embed}"),
                room.after(4));
        room.after(1);
        assertEquals(
                List.of("Resolved 101.0 {ModelDeploymentName=chat}", "Fired 200.0 {ModelDeploymentName=embed}"),
                room.after(1));
    }

    @ParameterizedTest
    @CsvSource({"Include, chat, chat", "Include, CHAT, chat", "Exclude, chat, embed", "StartsWith, em, embed"})
    void a_dimension_says_which_values_are_watched(String operator, String value, String watched) {
        room.put(metricRule(split(tokens("GreaterThan", 1), dimension("ModelDeploymentName", operator, value))));
        room.measure("TokenTransaction", CHAT, 2);
        room.measure("TokenTransaction", EMBED, 2);
        room.measure("TokenTransaction", Map.of(), 2);
        assertEquals(List.of("Fired 2.0 {ModelDeploymentName=" + watched + "}"), room.after(1));
    }

    @ParameterizedTest
    @CsvSource({
        "Total, 5",
        "Average, 2.5",
        "Count, 2",
        "Minimum, 1",
        "Maximum, 4",
    })
    void the_values_of_a_window_become_one_number(String aggregation, double expected) {
        room.put(metricRule(criterion("TokenTransaction", aggregation, "GreaterThanOrEqual", expected)));
        room.measure("TokenTransaction", CHAT, 1);
        room.clock.advance(Duration.ofMinutes(1));
        room.measure("TokenTransaction", EMBED, 4);
        assertEquals(List.of("Fired " + expected + " {}"), room.after(1));
    }

    @ParameterizedTest
    @CsvSource({"GreaterThan, 9", "GreaterThanOrEqual, 10", "LessThan, 11", "LessThanOrEqual, 10", "Equals, 10"})
    void every_operator_compares(String operator, double threshold) {
        room.put(metricRule(tokens(operator, threshold)));
        room.measure("TokenTransaction", CHAT, 10);
        assertEquals(List.of("Fired 10.0 {}"), room.after(1));
    }

    @Test
    void several_criteria_must_hold_together() {
        room.put(metricRule(tokens("GreaterThan", 100), criterion("RAIRejectedRequests", "Total", "GreaterThan", 0)));
        room.measure("TokenTransaction", CHAT, 101);
        assertEquals(List.of(), room.after(1));
        room.measure("RAIRejectedRequests", CHAT, 1);
        assertEquals(List.of("Fired 101.0 {}"), room.after(1));
    }

    @Test
    void without_auto_mitigation_it_never_resolves_and_fires_anew() {
        ArmResource rule = metricRule(tokens("GreaterThan", 100));
        rule.inputs().put("autoMitigate", false);
        room.put(rule);
        room.measure("TokenTransaction", CHAT, 101);
        room.after(1);
        Instant first = room.monitor.evaluator().alerts().get(0).alert().firedAt();
        room.after(1);
        assertTrue(room.monitor.evaluator().alerts().get(0).alert().firedAt().isAfter(first));
        for (int i = 0; i < 5; i++) room.after(5);
        assertEquals(List.of("Fired 101.0 {}"), room.alerts());
    }

    @Test
    void a_fired_alert_keeps_its_time_until_it_fires_again() {
        room.put(metricRule(tokens("GreaterThan", 100)));
        room.measure("TokenTransaction", CHAT, 101);
        room.after(1);
        room.after(1);
        Alert alert = room.monitor.evaluator().alerts().get(0).alert();
        assertEquals(room.start.plus(Duration.ofMinutes(1)), alert.firedAt());
        for (int i = 0; i < 3; i++) room.after(5);
        room.measure("TokenTransaction", CHAT, 300);
        assertEquals(List.of("Fired 300.0 {}"), room.after(1));
        assertEquals(
                room.clock.instant(),
                room.monitor.evaluator().alerts().get(0).alert().firedAt());
    }

    @Test
    void what_cannot_be_evaluated_is_said() {
        String missing = "metricName: Replicas (expected: a metric of Microsoft.CognitiveServices/accounts: ";
        room.put(metricRule(criterion("Replicas", "Total", "GreaterThan", 1)));
        room.after(1);
        assertTrue(room.reasons().get(0).startsWith(missing), room.reasons().toString());
        room.put(metricRule(split(tokens("GreaterThan", 1), dimension("Color", "Include", "*"))));
        room.after(1);
        assertTrue(room.reasons().get(0).startsWith("dimensions: Color (expected: one of ApiName, "));
        room.put(metricRule(tokens("GreaterThan", 1).put("criterionType", "DynamicThresholdCriterion")));
        room.after(1);
        assertTrue(room.reasons().get(0).startsWith("criterionType: DynamicThresholdCriterion (expected: Static"));
        room.put(metricRule(tokens("GreaterThan", 1)));
        room.after(1);
        assertEquals(List.of(), room.reasons());
        ArmResource disabled = metricRule(tokens("GreaterThan", 1));
        disabled.inputs().put("enabled", false);
        room.put(disabled);
        room.after(1);
        assertEquals(List.of("enabled: false (expected: true)"), room.reasons());
        room.put(metricRule(tokens("GreaterThan", 1)));
        room.store.delete(MonitorRoom.ACCOUNT);
        room.after(1);
        assertEquals(List.of("scopes: " + MonitorRoom.ACCOUNT + " (expected: a resource that exists)"), room.reasons());
    }
}
