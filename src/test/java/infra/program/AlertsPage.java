package infra.program;

import infra.plan.AlertPlan;
import infra.plan.Plan;
import infra.settings.AlertRule;
import infra.settings.AlertRule.Signal;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The reference page of the alerts: the catalogue, and the thresholds that stacks have. */
final class AlertsPage {

    private AlertsPage() {}

    static String of(Map<String, Plan> stacks) {
        var page = new StringBuilder("""
                # Alerts

                Generated from `src/main/resources/alerts/alerts.yml` and the stacks' settings. A stack sets another value by the
                alert's id, under `sluice:alerts.thresholds`; where the value is a percentage of something, so is the new one. Every
                rule resolves by itself. Who is told is said in `sluice:alerts`.

                """);
        page.append("| alert | severity | watches | value |");
        stacks.keySet().forEach(stack -> page.append(" in ").append(stack).append(" |"));
        page.append("\n|---|---|---|---|").append("---|".repeat(stacks.size())).append('\n');
        var first = stacks.values().iterator().next();
        for (var rule : rules(first)) {
            page.append("| [")
                    .append(rule.id())
                    .append("](../runbooks/")
                    .append(rule.id())
                    .append(".md) | ")
                    .append(rule.severity())
                    .append(" | ")
                    .append(watches(rule))
                    .append(" | ")
                    .append(value(rule))
                    .append(" |");
            stacks.values()
                    .forEach(plan ->
                            page.append(' ').append(thresholds(plan, rule)).append(" |"));
            page.append('\n');
        }
        return page.toString();
    }

    private static List<AlertRule> rules(Plan plan) {
        return plan.alerts().alerts().stream()
                .map(AlertPlan.Alert::rule)
                .distinct()
                .toList();
    }

    private static String watches(AlertRule rule) {
        var signal = rule.signal();
        var what = signal instanceof Signal.Metric metric
                ? metric.aggregation() + " of `" + metric.name() + "`" + dimensions(metric)
                : "`" + ((Signal.Query) signal).measure() + "` of its query";
        return rule.target().word() + ": " + what + " over " + minutes(rule.over()) + ", every "
                + minutes(rule.every());
    }

    private static String dimensions(Signal.Metric metric) {
        return metric.dimensions().entrySet().stream()
                .map(each -> ", " + each.getKey() + " " + String.join(", ", each.getValue()))
                .collect(Collectors.joining());
    }

    private static String minutes(String duration) {
        return Duration.parse(duration).toMinutes() + " min";
    }

    private static String value(AlertRule rule) {
        var condition = rule.condition();
        var value = number(condition.value());
        return condition.operator()
                + " "
                + condition
                        .of()
                        .map(measure -> value + " % of `" + measure.word() + "`")
                        .orElse(value + " " + condition.unit());
    }

    /** The rules of an alert by their thresholds: how many, and which deployments they are about. */
    private static String thresholds(Plan plan, AlertRule rule) {
        var byThreshold = new TreeMap<Double, List<AlertPlan.Alert>>(plan.alerts().alerts().stream()
                .filter(alert -> alert.rule().equals(rule))
                .collect(Collectors.groupingBy(AlertPlan.Alert::threshold)));
        return byThreshold.entrySet().stream()
                .map(each -> number(each.getKey()) + " " + rule.condition().unit() + which(each.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String which(List<AlertPlan.Alert> alerts) {
        var deployments = alerts.stream()
                .flatMap(alert -> alert.dimensions().getOrDefault("ModelDeploymentName", List.of()).stream())
                .distinct()
                .map(name -> "`" + name + "`")
                .toList();
        var rules = alerts.size() == 1 ? "" : ", " + alerts.size() + " rules";
        return (deployments.isEmpty() ? "" : " for " + String.join(" and ", deployments)) + rules;
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
