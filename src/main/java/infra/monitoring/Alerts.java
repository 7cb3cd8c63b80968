package infra.monitoring;

import com.pulumi.azurenative.insights.MetricAlert;
import com.pulumi.azurenative.insights.MetricAlertArgs;
import com.pulumi.azurenative.insights.ScheduledQueryRule;
import com.pulumi.azurenative.insights.ScheduledQueryRuleArgs;
import com.pulumi.azurenative.insights.inputs.ActionsArgs;
import com.pulumi.azurenative.insights.inputs.MetricAlertActionArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import infra.plan.AlertPlan.Alert;
import infra.settings.AlertRule.Signal;
import java.util.List;
import java.util.Map;

/**
 * The alert rules. Each resolves by itself when its condition no longer holds, and names its runbook page. Metric alerts have
 * one resource each: Azure has no rule over several accounts.
 */
public final class Alerts extends ComponentResource {

    private static final String TYPE = "infra:monitoring:Alerts";

    public Alerts(String name, AlertsArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        for (var alert : args.plan().alerts()) {
            if (alert.rule().signal() instanceof Signal.Query) query(name, args, alert);
            else args.targets().of(alert).ifPresent(target -> metric(name, args, alert, target));
        }
        registerOutputs(Map.of());
    }

    private void metric(String name, AlertsArgs args, Alert alert, Output<String> target) {
        var rule = alert.rule();
        new MetricAlert(
                name + "-" + alert.name(),
                MetricAlertArgs.builder()
                        .resourceGroupName(args.group().name())
                        .location("global")
                        .description(description(alert))
                        .severity(rule.severity())
                        .enabled(true)
                        .autoMitigate(true)
                        .scopes(target.applyValue(List::of))
                        .evaluationFrequency(rule.every())
                        .windowSize(rule.over())
                        .criteria(AlertCriteria.metric(alert))
                        .actions(args.actionGroup()
                                .id()
                                .applyValue(id -> List.of(MetricAlertActionArgs.builder()
                                        .actionGroupId(id)
                                        .build())))
                        .tags(tags(alert))
                        .build(),
                child());
    }

    private void query(String name, AlertsArgs args, Alert alert) {
        var rule = alert.rule();
        new ScheduledQueryRule(
                name + "-" + alert.name(),
                ScheduledQueryRuleArgs.builder()
                        .resourceGroupName(args.group().name())
                        .location(args.group().location())
                        .kind("LogAlert")
                        .displayName(rule.title())
                        .description(description(alert))
                        .severity((double) rule.severity())
                        .enabled(true)
                        .autoMitigate(true)
                        .scopes(args.workspace().id().applyValue(List::of))
                        .evaluationFrequency(rule.every())
                        .windowSize(rule.over())
                        // The tables and columns of a new workspace appear with their first row.
                        .skipQueryValidation(true)
                        .checkWorkspaceAlertsStorageConfigured(false)
                        .criteria(AlertCriteria.query(alert))
                        .actions(args.actionGroup()
                                .id()
                                .applyValue(id -> ActionsArgs.builder()
                                        .actionGroups(List.of(id))
                                        .build()))
                        .tags(tags(alert))
                        .build(),
                child());
    }

    private static String description(Alert alert) {
        return alert.rule().title() + ". What to do: docs/runbooks/"
                + alert.rule().id() + ".md";
    }

    private static Map<String, String> tags(Alert alert) {
        return Map.of("alert", alert.rule().id());
    }

    private CustomResourceOptions child() {
        return CustomResourceOptions.builder().parent(this).build();
    }
}
