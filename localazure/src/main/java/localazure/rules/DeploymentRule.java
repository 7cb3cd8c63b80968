package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Catalogue;
import localazure.arm.Change;
import localazure.arm.ResourceType;

/**
 * Model deployments. Source: Microsoft Learn: Azure OpenAI quota and deployment types; hashicorp/terraform-provider-azurerm
 * 22607 (one operation per account). Codes are from reports; that of an unknown content filter is unverified.
 */
final class DeploymentRule implements CognitiveRule {
    private static final Set<String> FILTERS = Set.of("", "Microsoft.Default", "Microsoft.DefaultV2");

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.DEPLOYMENT,
            "Microsoft.CognitiveServices/accounts/{accountName}/deployments/{deploymentName}",
            ResourceType.AutoName.COPY,
            ResourceType.Placement.NONE,
            Names.COGNITIVE);

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        ArmResource account = change.azure()
                .store()
                .find(ArmId.parent(change.id()).orElseThrow())
                .orElseThrow();
        Catalogue.Model model = model(change);
        checkRetirement(change, model);
        checkSku(change, model, Regions.of(account));
        int capacity = capacity(change);
        QuotaPool.of(change, model, account).check(capacity);
        checkFilter(change);
        answer(change, model, capacity);
    }

    private static Catalogue.Model model(Change change) {
        JsonNode asked = change.inputs().at("/properties/model");
        String version = asked.path("version").asText("");
        return change.azure().catalogue().models().stream()
                .filter(each -> asked.path("format").asText().equals("OpenAI"))
                .filter(each -> each.name().equals(asked.path("name").asText()))
                .filter(each -> version.isEmpty() || each.version().equals(version))
                .findFirst()
                .orElseThrow(() -> Refuse.badRequest(
                        "DeploymentModelNotSupported",
                        "The model 'Format:%s,Name:%s,Version:%s' of account deployment is not supported.",
                        asked.path("format").asText(),
                        asked.path("name").asText(),
                        version));
    }

    private static void checkRetirement(Change change, Catalogue.Model model) {
        LocalDate retires = LocalDate.parse(model.retires());
        LocalDate today = LocalDate.ofInstant(change.azure().clock().instant(), ZoneOffset.UTC);
        if (change.creates() && !today.isBefore(retires)) {
            throw Refuse.badRequest(
                    "ServiceModelDeprecated",
                    "The model 'Format:OpenAI,Name:%s,Version:%s' has been deprecated since %s.",
                    model.name(),
                    model.version(),
                    retires.format(DateTimeFormatter.ofPattern("MM/dd/yyyy")));
        }
    }

    private static void checkSku(Change change, Catalogue.Model model, String region) {
        String sku = change.text("/sku/name");
        if (!model.offered(sku, region)) {
            throw Refuse.badRequest(
                    "InvalidResourceProperties",
                    "The specified SKU '%s' of account deployment is not supported by the model '%s' version: '%s' in"
                            + " region '%s'.",
                    sku,
                    model.name(),
                    model.version(),
                    region);
        }
    }

    private static int capacity(Change change) {
        int capacity = change.inputs().at("/sku/capacity").asInt(0);
        if (capacity < 1) {
            throw Refuse.badRequest(
                    "InvalidCapacity",
                    "The specified capacity '%d' of account deployment should be at least 1.",
                    capacity);
        }
        return capacity;
    }

    private static void checkFilter(Change change) {
        String filter = change.text("/properties/raiPolicyName");
        String own = ArmId.parent(change.id()).orElseThrow() + "/raiPolicies/" + filter;
        if (!FILTERS.contains(filter) && change.azure().store().find(own).isEmpty()) {
            throw Refuse.badRequest(
                    "InvalidResourceProperties",
                    "The specified RAI policy '%s' of account deployment is not found.",
                    filter);
        }
    }

    private static void answer(Change change, Catalogue.Model model, int capacity) {
        ObjectNode properties = change.output("properties");
        properties.put("provisioningState", "Succeeded");
        ((ObjectNode) properties.get("model")).put("version", model.version());
        ArrayNode limits = properties.putArray("rateLimits");
        limits.addObject()
                .put("key", "request")
                .put("renewalPeriod", 60)
                .put("count", capacity * model.requestsPerMinutePerThousandTokens());
        limits.addObject().put("key", "token").put("renewalPeriod", 60).put("count", capacity * 1000);
        change.outputs().put("etag", Stable.uuid("etag", change.id() + change.inputs()));
    }
}
