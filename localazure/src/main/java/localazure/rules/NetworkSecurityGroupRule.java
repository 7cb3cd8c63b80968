package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Azure;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/** Network security groups. Source: Microsoft Learn: network security groups; codes are from reports. */
final class NetworkSecurityGroupRule implements Rule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.NETWORK_SECURITY_GROUP,
            "Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            Names.NETWORK);

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        Map<String, String> taken = new HashMap<>();
        for (JsonNode rule : change.inputs().path("securityRules")) {
            String name = rule.path("name").asText();
            int priority = rule.path("priority").asInt();
            String direction = rule.path("direction").asText();
            if (priority < 100 || priority > 4096) {
                throw Refuse.badRequest(
                        "SecurityRuleInvalidPriority",
                        "Security rule %s has invalid priority: %d (expected: 100..4096).",
                        name,
                        priority);
            }
            String other = taken.put(direction + priority, name);
            if (other != null) {
                throw Refuse.badRequest(
                        "SecurityRuleConflict",
                        "Security rule %s conflicts with rule %s. Rules cannot have the same Priority and Direction.",
                        name,
                        other);
            }
        }
        answer(change);
    }

    private static void answer(Change change) {
        change.outputs().put("provisioningState", "Succeeded").put("resourceGuid", Stable.uuid("guid", change.id()));
        for (JsonNode rule : change.outputs().path("securityRules")) {
            ((ObjectNode) rule)
                    .put(
                            "id",
                            change.id() + "/securityRules/" + rule.path("name").asText())
                    .put("provisioningState", "Succeeded");
        }
    }

    @Override
    public void delete(ArmResource resource, Azure azure) {
        for (ArmResource network : azure.store().ofType(Tokens.VIRTUAL_NETWORK)) {
            for (JsonNode subnet : network.outputs().path("subnets")) {
                if (ArmId.same(subnet.at("/networkSecurityGroup/id").asText(), resource.id())) {
                    throw Refuse.badRequest(
                            "InUseNetworkSecurityGroupCannotBeDeleted",
                            "Network security group %s cannot be deleted because it is in use by the following resources: %s.",
                            resource.id(),
                            subnet.path("id").asText());
                }
            }
        }
    }
}
