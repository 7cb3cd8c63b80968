package infra.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.core.Output;
import infra.settings.AlertRule.Target;
import infra.settings.Settings;
import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResources;
import infra.testkit.StackFiles;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertsTest {

    private static final String METRIC = "azure-native:insights:MetricAlert";
    private static final String QUERY = "azure-native:insights:ScheduledQueryRule";
    private static final String GROUP = "azure-native:insights:ActionGroup";

    @Test
    void a_metric_alert_watches_one_account_everywhere_and_tells_the_group() {
        var rule = alerts().only(METRIC, "alerts-openai-availability-low-a");
        assertEquals("global", rule.at("location"));
        assertEquals(List.of("account-A"), rule.at("scopes"));
        assertEquals(true, rule.at("autoMitigate"));
        assertEquals(true, rule.at("enabled"));
        assertEquals("group-id", rule.at("actions.0.actionGroupId"));
        assertEquals("openai-availability-low", rule.at("tags.alert"));
        assertTrue(rule.at("description").toString().endsWith("docs/runbooks/openai-availability-low.md"));
        assertEquals("AzureOpenAIAvailabilityRate", rule.at("criteria.allOf.0.metricName"));
        assertEquals("Microsoft.CognitiveServices/accounts", rule.at("criteria.allOf.0.metricNamespace"));
        assertEquals("LessThan", rule.at("criteria.allOf.0.operator"));
        assertEquals(99L, rule.at("criteria.allOf.0.threshold"));
    }

    @Test
    void a_metric_that_has_never_been_seen_may_be_watched() {
        assertEquals(true, alerts().only(METRIC, "alerts-app-restarts").at("criteria.allOf.0.skipMetricValidation"));
    }

    @Test
    void a_deployment_is_a_dimension_of_its_account() {
        var rule = alerts().only(METRIC, "alerts-openai-tokens-near-quota-b-gpt-5-mini");
        assertEquals(List.of("account-B"), rule.at("scopes"));
        assertEquals("ModelDeploymentName", rule.at("criteria.allOf.0.dimensions.0.name"));
        assertEquals(List.of("gpt-5-mini"), rule.at("criteria.allOf.0.dimensions.0.values"));
    }

    @Test
    void a_query_rule_reads_the_workspace_in_its_region_and_resolves_by_itself() {
        var rule = alerts().only(QUERY, "alerts-openai-throttled");
        assertEquals("japaneast", rule.at("location"));
        assertEquals(List.of(workspaceId()), rule.at("scopes"));
        assertEquals(true, rule.at("autoMitigate"));
        assertEquals(List.of("group-id"), rule.at("actions.actionGroups"));
        assertEquals("throttledPercent", rule.at("criteria.allOf.0.metricMeasureColumn"));
        assertEquals(10L, rule.at("criteria.allOf.0.threshold"));
        assertEquals("Resource", rule.at("criteria.allOf.0.dimensions.0.name"));
        assertEquals("deployment", rule.at("criteria.allOf.0.dimensions.1.name"));
        assertEquals(List.of("*"), rule.at("criteria.allOf.0.dimensions.1.values"));
        assertEquals(1L, rule.at("criteria.allOf.0.failingPeriods.minFailingPeriodsToAlert"));
        assertTrue(rule.at("criteria.allOf.0.query").toString().contains("AzureDiagnostics\n| where"));
        // Azure refuses either beside autoMitigate.
        assertNull(rule.at("muteActionsDuration"));
        assertNull(rule.at("ruleResolveConfiguration"));
    }

    @Test
    void each_rule_says_how_bad_it_is_and_how_often_it_looks() {
        var metric = alerts().only(METRIC, "alerts-openai-latency-high-a");
        assertEquals(
                "2 PT1M PT15M",
                metric.at("severity") + " " + metric.at("evaluationFrequency") + " " + metric.at("windowSize"));
        var query = alerts().only(QUERY, "alerts-proxy-no-backend");
        assertEquals(
                "0 PT5M PT5M",
                query.at("severity") + " " + query.at("evaluationFrequency") + " " + query.at("windowSize"));
    }

    @Test
    void a_value_of_a_dimension_is_watched_and_no_other() {
        var rule = alerts().only(METRIC, "alerts-openai-server-errors-a");
        assertEquals("StatusCode", rule.at("criteria.allOf.0.dimensions.0.name"));
        assertEquals("Include", rule.at("criteria.allOf.0.dimensions.0.operator"));
        assertEquals(List.of("500", "502", "503", "504"), rule.at("criteria.allOf.0.dimensions.0.values"));
    }

    @Test
    void a_query_over_a_table_that_does_not_exist_yet_is_accepted() {
        assertEquals(true, alerts().only(QUERY, "alerts-proxy-no-backend").at("skipQueryValidation"));
    }

    @Test
    void a_stack_without_a_target_has_no_rule_about_it() {
        var names = Stream.of(METRIC, QUERY)
                .flatMap(type -> alerts().ofType(type).stream())
                .filter(each -> each.name().contains("gateway") || each.name().contains("cosmos"))
                .toList();
        assertEquals(List.of(), names);
    }

    @Test
    void nobody_is_told_unless_somebody_is_named() {
        var group = group(new Settings.Alerts(List.of(), List.of(), Map.of()));
        assertEquals(true, group.only(GROUP).at("enabled"));
        assertEquals("Global", group.only(GROUP).at("location"));
        assertEquals(List.of(), group.only(GROUP).at("emailReceivers"));
        assertEquals(List.of(), group.only(GROUP).at("webhookReceivers"));
        assertTrue(group.only(GROUP).at("groupShortName").toString().length() <= 12);
    }

    @Test
    void everybody_named_is_told_in_the_common_schema() {
        var receivers = new Settings.Alerts(
                List.of("a@example.com", "b@example.com"),
                List.of("https://hooks.example/x", "https://hooks.example/y"),
                Map.of());
        var group = group(receivers).only(GROUP);
        assertEquals("b@example.com", group.at("emailReceivers.1.emailAddress"));
        assertEquals("https://hooks.example/x", group.at("webhookReceivers.0.serviceUri"));
        assertEquals(
                "webhook 1 webhook 2", group.at("webhookReceivers.0.name") + " " + group.at("webhookReceivers.1.name"));
        assertEquals(true, group.at("emailReceivers.0.useCommonAlertSchema"));
        assertEquals(true, group.at("webhookReceivers.0.useCommonAlertSchema"));
    }

    private static RecordedResources alerts() {
        var targets = new AlertTargets(
                Map.of("A", Output.of("account-A"), "B", Output.of("account-B")),
                Map.of(Target.PROXY, Output.of("proxy-id")));
        return PulumiHarness.run(context -> new Alerts(
                "alerts",
                new AlertsArgs(
                        Fixtures.group(),
                        StackFiles.plan("dev").alerts(),
                        targets,
                        Fixtures.workspace(),
                        new ActionGroupRef(Output.of("group-id"))),
                Fixtures.options()));
    }

    private static String workspaceId() {
        return Fixtures.SCOPE + "/Microsoft.OperationalInsights/workspaces/logs";
    }

    private static RecordedResources group(Settings.Alerts receivers) {
        return PulumiHarness.run(context ->
                new ActionGroup("alerts", new ActionGroupArgs(Fixtures.group(), receivers), Fixtures.options()));
    }
}
