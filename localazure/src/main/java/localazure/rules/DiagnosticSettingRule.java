package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/**
 * Diagnostic settings. Source: Microsoft Learn: supported resource logs by type; hashicorp/terraform-provider-azurerm 2985
 * (unknown category), Azure/azure-sdk-for-java 35427 (mix). Other messages are from reports; the limit of five is unverified.
 */
final class DiagnosticSettingRule implements Rule {
    private static final int MAX_PER_TARGET = 5;
    private static final Set<String> GROUPS = Set.of("allLogs", "audit");

    private static final ResourceType TYPE = new ResourceType(
            Tokens.DIAGNOSTIC_SETTING,
            "/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
            ResourceType.AutoName.COPY,
            ResourceType.Placement.NONE,
            Names.ANY,
            List.of());

    /** Log categories by the type of the target; the value is empty for types that only have metrics. */
    private static final Map<String, Set<String>> LOGS = Map.ofEntries(
            Map.entry(Tokens.ACCOUNT, Set.of("Audit", "RequestResponse", "Trace", "AzureOpenAIRequestUsage")),
            Map.entry(Tokens.REGISTRY, Set.of("ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents")),
            Map.entry(
                    Tokens.ENVIRONMENT,
                    Set.of(
                            "ContainerAppConsoleLogs",
                            "ContainerAppSystemLogs",
                            "ContainerAppHTTPLogs",
                            "AppEnvSessionConsoleLogs",
                            "AppEnvSpringAppConsoleLogs")),
            Map.entry(Tokens.CONTAINER_APP, Set.of()),
            Map.entry(
                    Tokens.NETWORK_SECURITY_GROUP,
                    Set.of("NetworkSecurityGroupEvent", "NetworkSecurityGroupRuleCounter")),
            Map.entry(Tokens.VIRTUAL_NETWORK, Set.of("VMProtectionAlerts")),
            Map.entry(Tokens.WORKSPACE, Set.of("Audit", "SummaryLogs")),
            Map.entry(
                    Tokens.DATABASE_ACCOUNT,
                    Set.of(
                            "DataPlaneRequests",
                            "QueryRuntimeStatistics",
                            "PartitionKeyStatistics",
                            "PartitionKeyRUConsumption",
                            "ControlPlaneRequests")),
            Map.entry(Tokens.VAULT, Set.of("AuditEvent", "AzurePolicyEvaluationDetails")),
            Map.entry(
                    Tokens.APPLICATION_GATEWAY,
                    Set.of(
                            "ApplicationGatewayAccessLog",
                            "ApplicationGatewayPerformanceLog",
                            "ApplicationGatewayFirewallLog")),
            Map.entry(
                    Tokens.PUBLIC_IP_ADDRESS,
                    Set.of("DDoSProtectionNotifications", "DDoSMitigationFlowLogs", "DDoSMitigationReports")));

    private static final Set<String> WITHOUT_METRICS = Set.of(Tokens.NETWORK_SECURITY_GROUP);

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        String uri = Scopes.normal(change.text("/resourceUri"));
        Scopes.checkExists(change.azure().store(), uri);
        ArmResource target = change.azure()
                .store()
                .find(uri)
                .filter(each -> LOGS.containsKey(each.token()))
                .orElseThrow(() -> Refuse.badRequest(
                        "ResourceTypeNotSupported",
                        "The resource type of '%s' does not support diagnostic settings.",
                        uri));
        checkCategories(change, target);
        checkRetention(change);
        checkDestination(change);
        checkOthers(change, target);
    }

    private static void checkCategories(Change change, ArmResource target) {
        Set<String> known = LOGS.get(target.token());
        boolean single = false;
        boolean group = false;
        for (JsonNode log : change.inputs().path("logs")) {
            single |= log.has("category");
            group |= log.has("categoryGroup");
            checkKnown(log.path("category").asText(""), known, "Category '%s' is not supported.");
            Set<String> groups = known.isEmpty() ? Set.of() : GROUPS;
            checkKnown(log.path("categoryGroup").asText(""), groups, "Category group '%s' is not supported.");
        }
        if (single && group) {
            throw Refuse.badRequest(
                    "BadRequest", "Diagnostic setting does not support mix of log category and log category group.");
        }
        Set<String> metrics = WITHOUT_METRICS.contains(target.token()) ? Set.of() : Set.of("AllMetrics");
        for (JsonNode metric : change.inputs().path("metrics")) {
            checkKnown(metric.path("category").asText(""), metrics, "Metric category '%s' is not supported.");
        }
    }

    private static void checkKnown(String seen, Set<String> known, String message) {
        if (!seen.isEmpty() && !known.contains(seen)) {
            throw Refuse.badRequest(
                    "BadRequest", message + " Supported are: '%s'.", seen, String.join("', '", new TreeSet<>(known)));
        }
    }

    private static void checkRetention(Change change) {
        for (String list : List.of("logs", "metrics")) {
            for (JsonNode entry : change.inputs().path(list)) {
                if (entry.at("/retentionPolicy/days").asInt() > 0) {
                    throw Refuse.badRequest(
                            "BadRequest",
                            "Diagnostic settings does not support retention for new diagnostic settings.");
                }
            }
        }
    }

    private static void checkDestination(Change change) {
        String workspace = change.text("/workspaceId");
        boolean elsewhere = !change.text("/storageAccountId").isEmpty()
                || !change.text("/eventHubAuthorizationRuleId").isEmpty()
                || !change.text("/marketplacePartnerId").isEmpty();
        if (workspace.isEmpty() && !elsewhere) {
            throw Refuse.badRequest("BadRequest", "At least one data sink needs to be specified.");
        }
        boolean missing = !workspace.isEmpty()
                && change.azure()
                        .store()
                        .find(workspace)
                        .filter(each -> each.token().equals(Tokens.WORKSPACE))
                        .isEmpty();
        if (missing) {
            throw Refuse.notFound("ResourceNotFound", "The Resource '%s' was not found.", workspace);
        }
    }

    private static void checkOthers(Change change, ArmResource target) {
        List<ArmResource> others = change.azure().store().ofType(Tokens.DIAGNOSTIC_SETTING).stream()
                .filter(each -> !ArmId.same(each.id(), change.id()))
                .filter(each -> Scopes.same(each.inputs().path("resourceUri").asText(), target.id()))
                .toList();
        if (others.size() >= MAX_PER_TARGET) {
            throw Refuse.badRequest(
                    "BadRequest",
                    "diagnostic settings of %s: %d (expected: at most %d)",
                    target.id(),
                    others.size() + 1,
                    MAX_PER_TARGET);
        }
        others.stream()
                .filter(other -> ArmId.same(other.inputs().path("workspaceId").asText(), change.text("/workspaceId")))
                .forEach(other -> checkNoSharedCategory(change, other));
    }

    private static void checkNoSharedCategory(Change change, ArmResource other) {
        Set<String> taken = categories(other.inputs());
        taken.retainAll(categories(change.inputs()));
        if (!taken.isEmpty()) {
            throw Refuse.conflict(
                    "Conflict",
                    "Data sink '%s' is already used in diagnostic setting '%s' for category '%s'. Data sinks can't be reused"
                            + " in different settings on the same category for the same resource.",
                    change.text("/workspaceId"),
                    other.name(),
                    taken.iterator().next());
        }
    }

    private static Set<String> categories(JsonNode inputs) {
        Set<String> categories = new TreeSet<>();
        for (String list : List.of("logs", "metrics")) {
            for (JsonNode entry : inputs.path(list)) {
                String group = entry.path("categoryGroup").asText("");
                categories.add(group.isEmpty() ? entry.path("category").asText() : group);
            }
        }
        return categories;
    }
}
