package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import localazure.arm.ArmException;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Azure;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/**
 * WAF policies of gateways. Source: Azure/bicep-types-az {@code network/2023-02-01} (ranges); Microsoft Learn: WAF request size
 * limits, rate limiting for Application Gateway WAF. All codes are unverified.
 */
final class WafPolicyRule implements Rule {
    /** Versions of the managed sets that gateways take. */
    private static final Map<String, Set<String>> SETS = Map.of(
            "OWASP", Set.of("3.0", "3.1", "3.2"),
            "Microsoft_DefaultRuleSet", Set.of("2.1"),
            "Microsoft_BotManagerRuleSet", Set.of("0.1", "1.0", "1.1"));

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.WAF_POLICY,
            "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/{policyName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            ResourceType.NameRule.of("[A-Za-z0-9]([\\w.-]{0,126}\\w)?", "1..128 letters, digits, '_', '.' and '-'"));

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        JsonNode settings = change.inputs().path("policySettings");
        checkRange(settings, "maxRequestBodySizeInKb", 8, 2000);
        checkRange(settings, "fileUploadLimitInMb", 0, 4000);
        checkRange(settings, "requestBodyInspectLimitInKB", 0, 2000);
        checkSets(change.inputs().at("/managedRules/managedRuleSets"));
        checkCustomRules(change.inputs().path("customRules"));
        change.outputs().put("provisioningState", "Succeeded").put("resourceState", "Enabled");
    }

    private static void checkRange(JsonNode settings, String property, int least, int most) {
        int value = settings.path(property).asInt(least);
        if (value < least || value > most) {
            throw invalid("policySettings.%s: %d (expected: %d..%d)", property, value, least, most);
        }
    }

    private static void checkSets(JsonNode sets) {
        if (sets.isEmpty()) {
            throw invalid("managedRules.managedRuleSets: none (expected: one of %s)", SETS.keySet());
        }
        for (JsonNode set : sets) {
            String type = set.path("ruleSetType").asText();
            String version = set.path("ruleSetVersion").asText();
            if (!SETS.getOrDefault(type, Set.of()).contains(version)) {
                throw invalid("managedRules.managedRuleSets: %s %s (expected: one of %s)", type, version, SETS);
            }
        }
    }

    private static void checkCustomRules(JsonNode rules) {
        Set<Integer> priorities = new HashSet<>();
        for (JsonNode rule : rules) {
            String name = rule.path("name").asText();
            int priority = rule.path("priority").asInt();
            if (priority < 1 || priority > 100 || !priorities.add(priority)) {
                throw invalid("customRules[%s].priority: %d (expected: 1..100, each once)", name, priority);
            }
            if (rule.path("matchConditions").isEmpty()) {
                throw invalid("customRules[%s].matchConditions: none (expected: one or more)", name);
            }
            boolean rate = rule.path("ruleType").asText().equals("RateLimitRule");
            boolean complete = rule.path("rateLimitThreshold").asInt() > 0
                    && rule.has("rateLimitDuration")
                    && !rule.path("groupByUserSession").isEmpty();
            if (rate && !complete) {
                throw invalid(
                        "customRules[%s]: incomplete (expected: rateLimitDuration, rateLimitThreshold and"
                                + " groupByUserSession of a RateLimitRule)",
                        name);
            }
        }
    }

    @Override
    public void delete(ArmResource resource, Azure azure) {
        azure.store().ofType(Tokens.APPLICATION_GATEWAY).stream()
                .filter(each ->
                        ArmId.same(each.inputs().at("/firewallPolicy/id").asText(), resource.id()))
                .findFirst()
                .ifPresent(each -> {
                    throw Refuse.badRequest(
                            "WebApplicationFirewallPolicyInUse",
                            "WAF policy %s is used by %s and cannot be deleted.",
                            resource.id(),
                            each.id());
                });
    }

    private static ArmException invalid(String format, Object... values) {
        return Refuse.badRequest("InvalidWebApplicationFirewallPolicy", format, values);
    }
}
