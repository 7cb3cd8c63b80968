package localazure.planes.containerapps;

import static localazure.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import localazure.arm.ArmResource;
import localazure.planes.Json;
import localazure.planes.monitor.LogTables;
import localazure.planes.monitor.Sample;
import localazure.planes.testkit.Apps;
import localazure.planes.testkit.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppTelemetryTest extends ServedApp {
    private static final String TABLE = "ContainerAppConsoleLogs";

    private ArmResource start(String destination, String category, int replicas) {
        ArmResource environment = Resources.environment();
        environment.inputs().set("appLogsConfiguration", Json.object("destination", destination));
        ArmResource app = Apps.app(image, port, replicas, "one");
        room.put(
                environment,
                Resources.workspace("logs"),
                Resources.diagnostics(Resources.ENVIRONMENT, "category", category),
                app);
        return app;
    }

    private static double total(Map<Map<String, String>, Sample> measured) {
        return measured.values().stream().mapToDouble(Sample::total).sum();
    }

    @Test
    void what_a_replica_writes_becomes_rows() throws Exception {
        start("azure-monitor", TABLE, 1);
        eventually("its first line", () -> room.rows(TABLE).size() == 1);
        JsonNode row = room.rows(TABLE).path(0);
        String replica = app().at("/replicas/0/name").asText();
        assertEquals(
                "{\"ContainerAppName\":\"proxy\",\"RevisionName\":\"proxy--one\",\"ContainerGroupName\":\"" + replica
                        + "\",\"ContainerName\":\"proxy\",\"ContainerImage\":\"" + image + "\","
                        + "\"EnvironmentName\":\"main\",\"Stream\":\"stdout\",\"Log\":\"starting blue\","
                        + "\"_ResourceId\":\"" + Resources.ENVIRONMENT.toLowerCase() + "\","
                        + "\"TimeGenerated\":\"2026-11-25T10:00:00Z\"}",
                row.toString());
        assertEquals("[]", LogTables.load().faults(TABLE, List.of(row)).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "none, ContainerAppConsoleLogs",
        "log-analytics, ContainerAppConsoleLogs",
        "azure-monitor, ContainerAppSystemLogs"
    })
    void unless_environment_and_setting_say_so_there_are_none(String destination, String category) throws Exception {
        start(destination, category, 1);
        assertEquals(0, room.rows(TABLE).size());
    }

    @Test
    void a_restarted_replica_is_counted_and_the_platforms_own_lines_are_not_the_apps() throws Exception {
        ArmResource app = start("azure-monitor", TABLE, 1);
        endItsProcess();
        eventually(
                "it runs again",
                () -> restarts() > 0 && app().at("/replicas/0/state").asText().equals("ready"));
        room.clock.advance(Duration.ofMinutes(1));
        List<String> lines = room.rows(TABLE).findValuesAsText("Log");
        assertEquals(Collections.nCopies(1 + restarts(), "starting blue"), lines);
        assertEquals(restarts(), total(room.measured(app.id(), "RestartCount")));
    }

    private int restarts() throws Exception {
        return app().at("/replicas/0/restarts").asInt();
    }

    private void endItsProcess() throws Exception {
        try {
            send("/exit");
        } catch (IOException e) {
            // Its connection ends with it, unless the client asks again and finds nobody.
        }
    }

    @Test
    void replicas_and_restarts_are_measured_once_a_minute() throws Exception {
        ArmResource app = start("azure-monitor", TABLE, 2);
        for (int i = 0; i < 5; i++) room.rows(TABLE);
        assertEquals(2, total(room.measured(app.id(), "Replicas")));
        assertEquals(
                Map.of("revisionName", "proxy--one"),
                room.measured(app.id(), "Replicas").keySet().iterator().next());
        assertEquals(2, room.measured(app.id(), "RestartCount").size());
        assertEquals(0, total(room.measured(app.id(), "RestartCount")));
        room.clock.advance(Duration.ofMinutes(1));
        room.rows(TABLE);
        assertEquals(4, total(room.measured(app.id(), "Replicas")));
        assertTrue(room.measured(app.id(), "RestartCount").keySet().stream()
                .allMatch(each -> each.get("podName").startsWith("proxy--one-")));
    }
}
