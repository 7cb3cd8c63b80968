package infra.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.pulumi.core.Output;
import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MonitoringTest {

    @Test
    void a_workspace_has_no_shared_key_and_keeps_logs_as_long_as_asked() {
        var workspace = PulumiHarness.run(context -> new Workspace(
                        "logs", new WorkspaceArgs(Fixtures.group(), 45, Optional.empty(), false), Fixtures.options()))
                .only("azure-native:operationalinsights:Workspace");
        assertEquals(true, workspace.at("features.disableLocalAuth"));
        assertEquals(45L, workspace.at("retentionInDays"));
    }

    @Test
    void a_daily_cap_is_set_when_asked_for() {
        assertNull(workspace(Optional.empty()).at("workspaceCapping"));
        assertEquals(5L, workspace(Optional.of(5)).at("workspaceCapping.dailyQuotaGb"));
        var fault = assertThrows(
                IllegalArgumentException.class, () -> new WorkspaceArgs(Fixtures.group(), 30, Optional.of(0), false));
        assertEquals("dailyCapGigabytes: 0 (expected: 1 or more)", fault.getMessage());
    }

    @Test
    void a_retention_that_azure_does_not_know_is_refused() {
        var fault = assertThrows(
                IllegalArgumentException.class, () -> new WorkspaceArgs(Fixtures.group(), 7, Optional.empty(), false));
        assertEquals("retentionDays: 7 (expected: 30 to 730)", fault.getMessage());
    }

    @Test
    void a_workspace_keeps_its_own_audit_log() {
        var resources = PulumiHarness.run(context -> new Workspace(
                "logs", new WorkspaceArgs(Fixtures.group(), 30, Optional.empty(), false), Fixtures.options()));
        var workspace = resources.only("azure-native:operationalinsights:Workspace");
        var setting = resources.only("azure-native:insights:DiagnosticSetting");
        assertEquals(workspace.id(), setting.at("resourceUri"));
        assertEquals(workspace.id(), setting.at("workspaceId"));
    }

    @Test
    void all_logs_and_metrics_of_a_resource_are_kept() {
        var setting = diagnostics(true);
        assertEquals("allLogs", setting.at("logs.0.categoryGroup"));
        assertEquals("AllMetrics", setting.at("metrics.0.category"));
        assertEquals("target-id", setting.at("resourceUri"));
    }

    @Test
    void a_resource_without_metrics_is_asked_for_none() {
        assertNull(diagnostics(false).at("metrics"));
    }

    @Test
    void no_category_stands_beside_the_group_and_no_retention_policy_is_sent() {
        var setting = diagnostics(true);
        assertNull(setting.at("logs.0.category"));
        assertNull(setting.at("logs.0.retentionPolicy"));
        assertNull(setting.at("logs.1"));
    }

    private static RecordedResource workspace(Optional<Integer> dailyCapGigabytes) {
        return PulumiHarness.run(context -> new Workspace(
                        "logs", new WorkspaceArgs(Fixtures.group(), 30, dailyCapGigabytes, false), Fixtures.options()))
                .only("azure-native:operationalinsights:Workspace");
    }

    private static RecordedResource diagnostics(boolean metrics) {
        return PulumiHarness.run(context -> new Diagnostics(
                        "target",
                        new DiagnosticsArgs(Fixtures.workspace(), Output.of("target-id"), metrics),
                        Fixtures.options()))
                .only("azure-native:insights:DiagnosticSetting");
    }
}
