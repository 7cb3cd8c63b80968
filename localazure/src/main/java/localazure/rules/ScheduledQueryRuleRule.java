package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import localazure.arm.ArmResource;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/**
 * Log alerts. Source: Microsoft.Insights/scheduledQueryRules@2023-03-15-preview of Azure/bicep-types-az; Microsoft Learn: log
 * search alert rules. Messages are unverified.
 */
final class ScheduledQueryRuleRule implements Rule {
    private static final Set<String> FREQUENCIES =
            new TreeSet<>(Set.of("PT1M", "PT5M", "PT10M", "PT15M", "PT30M", "PT1H", "PT6H", "PT12H", "P1D"));
    private static final Set<String> OPERATORS =
            new TreeSet<>(Set.of("Equals", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual"));

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.SCHEDULED_QUERY_RULE,
            "Microsoft.Insights/scheduledQueryRules/{ruleName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            Names.ANY);

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        AlertActions.checkTargets(change, change.inputs().at("/actions/actionGroups"));
        AlertActions.checkTimes(change, FREQUENCIES, FREQUENCIES);
        checkRegion(change);
        if (change.inputs().has("muteActionsDuration")
                && change.inputs().path("autoMitigate").asBoolean()) {
            throw Refuse.badRequest("BadRequest", "muteActionsDuration: set (expected: absent beside autoMitigate)");
        }
        JsonNode conditions = change.inputs().at("/criteria/allOf");
        if (conditions.size() != 1) {
            throw Refuse.badRequest("BadRequest", "criteria.allOf: %d (expected: one condition)", conditions.size());
        }
        for (JsonNode each : conditions) {
            AlertActions.check("operator", each.path("operator").asText(), OPERATORS);
            boolean counts = each.path("timeAggregation").asText().equals("Count");
            if (counts == each.has("metricMeasureColumn")) {
                throw Refuse.badRequest(
                        "BadRequest",
                        "metricMeasureColumn: %s (expected: a column, unless rows are counted)",
                        each.path("metricMeasureColumn").asText("absent"));
            }
        }
    }

    private static void checkRegion(Change change) {
        for (JsonNode scope : change.inputs().path("scopes")) {
            ArmResource target = change.azure().store().find(scope.asText()).orElseThrow();
            String region = target.inputs().path("location").asText();
            if (!region.equalsIgnoreCase(change.text("/location"))) {
                throw Refuse.badRequest(
                        "BadRequest",
                        "location: %s (expected: %s, where its scope is)",
                        change.text("/location"),
                        region);
            }
        }
    }
}
