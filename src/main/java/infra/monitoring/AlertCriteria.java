package infra.monitoring;

import com.pulumi.azurenative.insights.inputs.ConditionArgs;
import com.pulumi.azurenative.insights.inputs.ConditionFailingPeriodsArgs;
import com.pulumi.azurenative.insights.inputs.DimensionArgs;
import com.pulumi.azurenative.insights.inputs.MetricAlertSingleResourceMultipleMetricCriteriaArgs;
import com.pulumi.azurenative.insights.inputs.MetricCriteriaArgs;
import com.pulumi.azurenative.insights.inputs.MetricDimensionArgs;
import com.pulumi.azurenative.insights.inputs.ScheduledQueryRuleCriteriaArgs;
import infra.plan.AlertPlan.Alert;
import infra.settings.AlertRule.Signal;
import java.util.List;

/** The condition of an alert as Azure's two kinds of rules put it. */
final class AlertCriteria {

    private AlertCriteria() {}

    static MetricAlertSingleResourceMultipleMetricCriteriaArgs metric(Alert alert) {
        var rule = alert.rule();
        var metric = (Signal.Metric) rule.signal();
        var criterion = MetricCriteriaArgs.builder()
                .criterionType("StaticThresholdCriterion")
                .name(rule.id())
                .metricNamespace(rule.target().namespace())
                .metricName(metric.name())
                .timeAggregation(metric.aggregation())
                .operator(rule.condition().operator())
                .threshold(alert.threshold())
                .dimensions(alert.dimensions().entrySet().stream()
                        .map(each -> MetricDimensionArgs.builder()
                                .name(each.getKey())
                                .operator("Include")
                                .values(each.getValue())
                                .build())
                        .toList())
                // A resource that has served nothing yet has no such metric.
                .skipMetricValidation(true)
                .build();
        return MetricAlertSingleResourceMultipleMetricCriteriaArgs.builder()
                .odataType("Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria")
                .allOf(List.of(criterion))
                .build();
    }

    static ScheduledQueryRuleCriteriaArgs query(Alert alert) {
        var rule = alert.rule();
        var query = (Signal.Query) rule.signal();
        var condition = ConditionArgs.builder()
                .query(query.text())
                .metricMeasureColumn(query.measure())
                .timeAggregation("Maximum")
                .operator(rule.condition().operator())
                .threshold(alert.threshold())
                .dimensions(alert.dimensions().entrySet().stream()
                        .map(each -> DimensionArgs.builder()
                                .name(each.getKey())
                                .operator("Include")
                                .values(each.getValue())
                                .build())
                        .toList())
                .failingPeriods(ConditionFailingPeriodsArgs.builder()
                        .numberOfEvaluationPeriods(1.0)
                        .minFailingPeriodsToAlert(1.0)
                        .build())
                .build();
        return ScheduledQueryRuleCriteriaArgs.builder()
                .allOf(List.of(condition))
                .build();
    }
}
