package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import localazure.arm.ArmException;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Azure;
import localazure.arm.Change;
import localazure.arm.ResourceType;

/**
 * Content filters. Source: Azure/bicep-types-az {@code cognitiveservices/2024-10-01}; the code of a filter that is not valid
 * is from a report (Azure/terraform-azurerm-avm-res-cognitiveservices-account 183); a policy that names one category alone is
 * accepted (Azure/template-reference-generator, sample {@code accounts/raipolicies}). All other codes are unverified, and so is
 * that a policy in use cannot be deleted.
 */
final class RaiPolicyRule implements CognitiveRule {
    private static final String INVALID_FILTER = "Resource has invalid content filter";
    private static final Set<String> MODES = Set.of("", "Default", "Asynchronous_filter", "Blocking", "Deferred");
    private static final Set<String> BASES = Set.of("Microsoft.Default", "Microsoft.DefaultV2");
    private static final Set<String> SEVERITIES = Set.of("Low", "Medium", "High");
    private static final Set<String> BOTH = Set.of("Prompt", "Completion");

    /** Filters by name, with the sources that they apply to. */
    private static final Map<String, Set<String>> FILTERS = Map.of(
            "hate", BOTH,
            "sexual", BOTH,
            "violence", BOTH,
            "selfharm", BOTH,
            "profanity", BOTH,
            "jailbreak", Set.of("Prompt"),
            "indirect attack", Set.of("Prompt"),
            "protected material text", Set.of("Completion"),
            "protected material code", Set.of("Completion"));

    private static final Set<String> WITH_SEVERITY = Set.of("hate", "sexual", "violence", "selfharm");

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.RAI_POLICY,
            "Microsoft.CognitiveServices/accounts/{accountName}/raiPolicies/{raiPolicyName}",
            ResourceType.AutoName.COPY,
            ResourceType.Placement.NONE,
            Names.COGNITIVE);

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        check(
                !change.name().toLowerCase(Locale.ROOT).startsWith("microsoft."),
                "The policy '%s' is managed by the system.",
                change.name());
        String base = change.text("/properties/basePolicyName");
        check(BASES.contains(base), "The base policy '%s' is not found.", base);
        String mode = change.text("/properties/mode");
        check(MODES.contains(mode), "The mode '%s' is not valid.", mode);
        Set<String> seen = new HashSet<>();
        for (JsonNode filter : change.inputs().at("/properties/contentFilters")) {
            checkFilter(filter, seen);
        }
        for (JsonNode list : change.inputs().at("/properties/customBlocklists")) {
            checkList(change, list);
        }
        change.output("properties").put("type", "UserManaged");
        change.outputs().put("etag", Stable.uuid("etag", change.id() + change.inputs()));
    }

    private static void checkFilter(JsonNode filter, Set<String> seen) {
        String name = filter.path("name").asText().toLowerCase(Locale.ROOT);
        String source = filter.path("source").asText();
        String severity = filter.path("severityThreshold").asText("");
        boolean good = FILTERS.getOrDefault(name, Set.of()).contains(source)
                && (WITH_SEVERITY.contains(name)
                        ? SEVERITIES.contains(severity)
                        : severity.isEmpty() || SEVERITIES.contains(severity))
                && seen.add(name + source);
        if (!good) {
            throw new ArmException(400, INVALID_FILTER, "The content filter is not valid: " + filter);
        }
    }

    private static void checkList(Change change, JsonNode list) {
        String name = list.path("blocklistName").asText();
        String id = ArmId.parent(change.id()).orElseThrow() + "/raiBlocklists/" + name;
        check(change.azure().store().find(id).isPresent(), "The blocklist '%s' is not found.", name);
        check(BOTH.contains(list.path("source").asText()), "The source of the blocklist '%s' is not valid.", name);
    }

    private static void check(boolean good, String format, String value) {
        if (!good) {
            throw Refuse.badRequest("InvalidResourceProperties", format, value);
        }
    }

    @Override
    public void delete(ArmResource resource, Azure azure) {
        String account = ArmId.parent(resource.id()).orElseThrow();
        for (ArmResource deployment : azure.store().ofType(Tokens.DEPLOYMENT)) {
            String filter = deployment.inputs().at("/properties/raiPolicyName").asText();
            if (ArmId.inside(deployment.id(), account) && filter.equalsIgnoreCase(resource.name())) {
                throw Refuse.conflict(
                        "CannotDeleteResource",
                        "The policy '%s' cannot be deleted because the deployment '%s' uses it.",
                        resource.name(),
                        deployment.name());
            }
        }
    }
}
