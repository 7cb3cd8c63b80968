package infra.gateway;

import com.pulumi.azurenative.network.inputs.ExclusionManagedRuleGroupArgs;
import com.pulumi.azurenative.network.inputs.ExclusionManagedRuleSetArgs;
import com.pulumi.azurenative.network.inputs.GroupByUserSessionArgs;
import com.pulumi.azurenative.network.inputs.GroupByVariableArgs;
import com.pulumi.azurenative.network.inputs.ManagedRuleSetArgs;
import com.pulumi.azurenative.network.inputs.ManagedRulesDefinitionArgs;
import com.pulumi.azurenative.network.inputs.MatchConditionArgs;
import com.pulumi.azurenative.network.inputs.MatchVariableArgs;
import com.pulumi.azurenative.network.inputs.OwaspCrsExclusionEntryArgs;
import com.pulumi.azurenative.network.inputs.PolicySettingsArgs;
import com.pulumi.azurenative.network.inputs.WebApplicationFirewallCustomRuleArgs;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the firewall lets through. Prompts hold code, SQL and markup, so the rule groups that look for those leave the fields
 * of prompts alone; every other group reads them, and all groups read the rest of a request.
 */
final class WafRules {

    /** The largest that a policy takes (Microsoft Learn, "WAF request and file upload size limits"); the default is 128. */
    private static final int MOST_BODY_KILOBYTES = 2000;

    private static final int INSPECTED_KILOBYTES = 128;
    private static final String RULES = "OWASP";
    private static final String VERSION = "3.2";

    /** Fields with free text in the bodies of chat, responses, completions and embeddings. */
    private static final List<String> PROMPTS =
            List.of("messages", "input", "instructions", "prompt", "suffix", "tools", "functions");

    /** Rule groups that take text for an attack: file paths, shell, PHP, scripts, SQL, Java. */
    private static final List<String> GROUPS = List.of(
            "REQUEST-930-APPLICATION-ATTACK-LFI",
            "REQUEST-931-APPLICATION-ATTACK-RFI",
            "REQUEST-932-APPLICATION-ATTACK-RCE",
            "REQUEST-933-APPLICATION-ATTACK-PHP",
            "REQUEST-941-APPLICATION-ATTACK-XSS",
            "REQUEST-942-APPLICATION-ATTACK-SQLI",
            "REQUEST-944-APPLICATION-ATTACK-JAVA");

    private WafRules() {}

    /** @param megabytes that the proxy takes of a request; of forms too, which the firewall counts as uploads */
    static PolicySettingsArgs settings(int megabytes) {
        return PolicySettingsArgs.builder()
                .state("Enabled")
                .mode("Prevention")
                .requestBodyCheck(true)
                .maxRequestBodySizeInKb(Math.min(MOST_BODY_KILOBYTES, megabytes * 1024))
                .requestBodyInspectLimitInKB(INSPECTED_KILOBYTES)
                .fileUploadLimitInMb(megabytes)
                .build();
    }

    static ManagedRulesDefinitionArgs managed() {
        return ManagedRulesDefinitionArgs.builder()
                .managedRuleSets(ManagedRuleSetArgs.builder()
                        .ruleSetType(RULES)
                        .ruleSetVersion(VERSION)
                        .build())
                .exclusions(PROMPTS.stream().map(WafRules::exclusion).toList())
                .build();
    }

    private static OwaspCrsExclusionEntryArgs exclusion(String field) {
        Stream<ExclusionManagedRuleGroupArgs> groups = GROUPS.stream()
                .map(group -> ExclusionManagedRuleGroupArgs.builder()
                        .ruleGroupName(group)
                        .build());
        return OwaspCrsExclusionEntryArgs.builder()
                .matchVariable("RequestArgNames")
                // Fields inside the list are named after it, as in messages.content.
                .selectorMatchOperator("StartsWith")
                .selector(field)
                .exclusionManagedRuleSets(ExclusionManagedRuleSetArgs.builder()
                        .ruleSetType(RULES)
                        .ruleSetVersion(VERSION)
                        .ruleGroups(groups.toList())
                        .build())
                .build();
    }

    static WebApplicationFirewallCustomRuleArgs rateLimit(int requestsPerMinute) {
        return WebApplicationFirewallCustomRuleArgs.builder()
                .name("RatePerClient")
                .priority(10)
                .ruleType("RateLimitRule")
                .action("Block")
                .rateLimitDuration("OneMin")
                .rateLimitThreshold(requestsPerMinute)
                .groupByUserSession(GroupByUserSessionArgs.builder()
                        .groupByVariables(GroupByVariableArgs.builder()
                                .variableName("ClientAddr")
                                .build())
                        .build())
                // A rule must have a condition: every client but an address that none has.
                .matchConditions(MatchConditionArgs.builder()
                        .matchVariables(MatchVariableArgs.builder()
                                .variableName("RemoteAddr")
                                .build())
                        .operator("IPMatch")
                        .negationConditon(true)
                        .matchValues("255.255.255.255/32")
                        .build())
                .build();
    }
}
