package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/**
 * Metric alerts. Source: Microsoft.Insights/metricAlerts@2018-03-01 of Azure/bicep-types-az; that no rule watches several
 * accounts: Microsoft Learn, "Types of Azure Monitor alerts". Messages are unverified.
 */
final class MetricAlertRule implements Rule {
    private static final String SINGLE = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria";
    private static final Set<String> FREQUENCIES = new TreeSet<>(Set.of("PT1M", "PT5M", "PT15M", "PT30M", "PT1H"));
    private static final Set<String> WINDOWS =
            new TreeSet<>(Set.of("PT1M", "PT5M", "PT15M", "PT30M", "PT1H", "PT6H", "PT12H", "P1D"));
    private static final Set<String> OPERATORS =
            new TreeSet<>(Set.of("Equals", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual"));
    private static final Set<String> AGGREGATIONS =
            new TreeSet<>(Set.of("Average", "Count", "Maximum", "Minimum", "Total"));

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.METRIC_ALERT,
            "Microsoft.Insights/metricAlerts/{ruleName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.GLOBAL,
            Names.ANY);

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        List<JsonNode> groups = new ArrayList<>();
        change.inputs().path("actions").forEach(action -> groups.add(action.path("actionGroupId")));
        AlertActions.checkTargets(change, groups);
        AlertActions.checkTimes(change, FREQUENCIES, WINDOWS);
        AlertActions.check("criteria.odata.type", change.text("/criteria/odataType"), Set.of(SINGLE));
        if (change.inputs().path("scopes").size() > 1) {
            throw Refuse.badRequest("BadRequest", "scopes: several (expected: one, as %s takes)", SINGLE);
        }
        JsonNode criteria = change.inputs().at("/criteria/allOf");
        if (criteria.isEmpty()) throw Refuse.badRequest("BadRequest", "criteria.allOf: none (expected: a criterion)");
        for (JsonNode each : criteria) {
            AlertActions.check("operator", each.path("operator").asText(), OPERATORS);
            AlertActions.check("timeAggregation", each.path("timeAggregation").asText(), AGGREGATIONS);
        }
    }
}
