package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Azure;
import localazure.arm.Change;
import localazure.arm.ResourceType;

/**
 * Lists of blocked words. Source: Azure/bicep-types-az {@code cognitiveservices/2024-10-01}; one operation per account as
 * for deployments (hashicorp/terraform-provider-azurerm 22607). That a list in use cannot be deleted is unverified, and so is
 * its code.
 */
final class RaiBlocklistRule implements CognitiveRule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.RAI_BLOCKLIST,
            "Microsoft.CognitiveServices/accounts/{accountName}/raiBlocklists/{raiBlocklistName}",
            ResourceType.AutoName.COPY,
            ResourceType.Placement.NONE,
            Names.COGNITIVE);

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        change.outputs().put("etag", Stable.uuid("etag", change.id() + change.inputs()));
    }

    @Override
    public void delete(ArmResource resource, Azure azure) {
        String account = ArmId.parent(resource.id()).orElseThrow();
        for (ArmResource policy : azure.store().ofType(Tokens.RAI_POLICY)) {
            if (ArmId.inside(policy.id(), account) && uses(policy, resource.name())) {
                throw Refuse.conflict(
                        "CannotDeleteResource",
                        "The blocklist '%s' cannot be deleted because the policy '%s' uses it.",
                        resource.name(),
                        policy.name());
            }
        }
    }

    private static boolean uses(ArmResource policy, String list) {
        for (JsonNode each : policy.inputs().at("/properties/customBlocklists")) {
            if (each.path("blocklistName").asText().equalsIgnoreCase(list)) {
                return true;
            }
        }
        return false;
    }
}
