package localazure.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import localazure.planes.Json;
import localazure.planes.monitor.Alert;
import localazure.planes.monitor.AlertRule;
import localazure.planes.monitor.Evaluator;

/** Alerts as the control API writes them. */
final class AlertView {
    private AlertView() {}

    static ObjectNode all(Evaluator evaluator) {
        ArrayNode alerts = Json.array();
        evaluator.alerts().forEach(each -> alerts.add(alert(each)));
        ArrayNode not = Json.array();
        evaluator.notEvaluated().forEach((rule, reason) -> not.add(Json.object("rule", rule, "reason", reason)));
        return Json.object(
                "rules",
                evaluator.count(),
                "evaluatedAt",
                evaluator.evaluatedAt().map(Instant::toString).orElse(null),
                "notEvaluated",
                not,
                "alerts",
                alerts);
    }

    /** Those that are fired. */
    static ArrayNode fired(Evaluator evaluator) {
        ArrayNode alerts = Json.array();
        evaluator.alerts().stream().filter(each -> each.alert().fired()).forEach(each -> alerts.add(alert(each)));
        return alerts;
    }

    private static ObjectNode alert(Evaluator.Raised raised) {
        AlertRule rule = raised.rule();
        Alert alert = raised.alert();
        ObjectNode node = Json.object(
                "rule", rule.id(),
                "name", rule.name(),
                "alert", rule.alert(),
                "kind", rule.isMetric() ? "metric" : "log",
                "severity", rule.severity(),
                "target", rule.scope(),
                "dimensions", alert.dimensions(),
                "monitorCondition", alert.fired() ? "Fired" : "Resolved",
                "value", alert.value(),
                "threshold", rule.threshold().value(),
                "operator", rule.threshold().operator(),
                "firedAt", alert.firedAt().toString(),
                "description", rule.description(),
                "runbook", rule.runbook());
        alert.resolvedAt().ifPresent(at -> node.put("resolvedAt", at.toString()));
        return node;
    }
}
