package localazure.planes.monitor;

import static localazure.planes.monitor.MonitorRoom.criterion;
import static localazure.planes.monitor.MonitorRoom.metricRule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localazure.arm.ArmResource;
import localazure.planes.Json;
import localazure.planes.testkit.Resources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTest {
    private static final QueryEngine NONE = (query, from, now, tables) -> Json.object();
    private static final ArmResource RULE = metricRule(criterion("TokenTransaction", "Total", "GreaterThan", 100));

    private MonitorRoom room;

    @BeforeEach
    void open(@TempDir Path stateDir) throws Exception {
        room = new MonitorRoom(stateDir, NONE);
        room.put(RULE);
    }

    @AfterEach
    void close() {
        room.close();
    }

    private void fire() {
        room.measure("TokenTransaction", Map.of(), 101);
        assertEquals(List.of("Fired 101.0 {}"), room.after(1));
    }

    @Test
    void rules_are_evaluated_by_their_own_frequency() {
        room.monitor.tick();
        assertEquals(Optional.of(room.start), room.monitor.evaluator().evaluatedAt());
        room.clock.advance(Duration.ofSeconds(59));
        room.monitor.tick();
        assertEquals(Optional.of(room.start), room.monitor.evaluator().evaluatedAt());
        room.clock.advance(Duration.ofSeconds(1));
        room.monitor.tick();
        assertEquals(
                Optional.of(room.start.plus(Duration.ofMinutes(1))),
                room.monitor.evaluator().evaluatedAt());
    }

    @Test
    void a_rule_that_was_evaluated_as_of_a_later_time_rests_until_then() {
        Instant later = room.start.plus(Duration.ofHours(3));
        room.monitor.metrics().add(later, MonitorRoom.ACCOUNT, "TokenTransaction", Map.of(), Sample.of(101));
        room.monitor.evaluator().evaluate(later.plus(Duration.ofMinutes(1)));
        for (int i = 0; i < 10; i++) {
            room.clock.advance(Duration.ofMinutes(1));
            room.monitor.tick();
        }
        assertEquals(List.of("Fired 101.0 {}"), room.alerts());
        room.monitor.evaluator().evaluate(room.clock.instant());
        room.clock.advance(Duration.ofMinutes(1));
        room.monitor.tick();
        room.clock.advance(Duration.ofMinutes(1));
        room.monitor.tick();
        assertEquals(List.of("Resolved 101.0 {}"), room.alerts());
    }

    @Test
    void a_source_that_fails_does_not_end_the_watch() {
        room.monitor.collectFrom(() -> {
            throw new IllegalStateException("broken");
        });
        room.monitor.tick();
        assertEquals(Optional.of(room.clock.instant()), room.monitor.evaluator().evaluatedAt());
    }

    @Test
    void alerts_survive_a_restart_and_go_on_from_where_they_were() throws Exception {
        fire();
        room.after(5);
        Alert before = room.monitor.evaluator().alerts().get(0).alert();
        room.open(NONE);
        assertEquals(before, room.monitor.evaluator().alerts().get(0).alert());
        room.after(1);
        assertEquals(List.of("Resolved 101.0 {}"), room.after(1));
        before = room.monitor.evaluator().alerts().get(0).alert();
        room.open(NONE);
        assertEquals(before, room.monitor.evaluator().alerts().get(0).alert());
    }

    @Test
    void an_alert_goes_with_its_rule_also_for_a_later_rule_of_the_same_name() throws Exception {
        fire();
        room.store.delete(RULE.id());
        assertEquals(List.of(), room.alerts());
        room.monitor.byToken().get(AlertRule.METRIC).remove(RULE);
        room.open(NONE);
        room.put(RULE);
        assertEquals(List.of(), room.alerts());
    }

    @Test
    void the_most_severe_alert_comes_first() {
        ArmResource severe = metricRule(criterion("TokenTransaction", "Total", "GreaterThan", 1));
        severe.inputs().put("severity", 0);
        ArmResource other = new ArmResource(RULE.id() + "-z", RULE.token(), severe.inputs(), severe.outputs());
        room.put(other);
        fireAll();
        assertEquals(
                List.of("rule-z", "rule"),
                room.monitor.evaluator().alerts().stream()
                        .map(each -> each.rule().name())
                        .toList());
        assertEquals(
                "docs/runbooks/too-much.md",
                room.monitor.evaluator().alerts().get(0).rule().runbook());
    }

    private void fireAll() {
        room.measure("TokenTransaction", Map.of(), 101);
        room.after(1);
    }

    @Test
    void rows_of_a_table_are_the_newest_ten_thousand_and_go_with_their_workspace() {
        for (int i = 0; i <= 10_000; i++) {
            room.monitor.logs().add(MonitorRoom.WORKSPACE, "AzureMetrics", Json.object("MetricName", "" + i));
        }
        Instant end = room.start.plusSeconds(1);
        var rows = room.monitor.logs().rows(MonitorRoom.WORKSPACE, "AzureMetrics", room.start, end);
        assertEquals(10_000, rows.size());
        assertEquals("1", rows.path(0).path("MetricName").asText());
        room.monitor.byToken().get(WorkspaceQueries.WORKSPACE).remove(Resources.workspace("logs"));
        assertTrue(room.monitor
                .logs()
                .rows(MonitorRoom.WORKSPACE, "AzureMetrics", room.start, end)
                .isEmpty());
    }

    @Test
    void a_workspace_need_not_be_named_while_there_is_one() {
        WorkspaceQueries queries = room.monitor.queries();
        assertEquals(MonitorRoom.WORKSPACE, queries.workspace(Optional.empty()));
        assertEquals(MonitorRoom.WORKSPACE, queries.workspace(Optional.of(MonitorRoom.WORKSPACE.toUpperCase())));
        room.store.put(Resources.workspace("more"));
        String said = assertThrows(IllegalArgumentException.class, () -> queries.workspace(Optional.empty()))
                .getMessage();
        assertTrue(said.startsWith("workspace: absent (expected: one of [" + MonitorRoom.WORKSPACE + ", "), said);
    }
}
