package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import localazure.arm.ArmException;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Azure;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/**
 * Private endpoints. Source: Microsoft Learn: what is a private endpoint; hashicorp/terraform-provider-azurerm 31712 (the race
 * with deployments) and 11778 (message of a wrong group), Azure/azure-cli 15136 (missing group),
 * DFE-Digital/terraform-azurerm-container-apps-hosting 352 (several groups), hashicorp/terraform-provider-azurerm 15051 and
 * 20776 (an endpoint stays disconnected when a new target takes the old one's id). Codes of a wrong group and of a target
 * without a sub-domain or of a lower SKU are unverified.
 */
final class PrivateEndpointRule implements Rule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.PRIVATE_ENDPOINT,
            "Microsoft.Network/privateEndpoints/{privateEndpointName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            Names.NETWORK,
            "subnet");

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public String occupies(String id, ObjectNode inputs) {
        String target =
                PrivateConnection.of(inputs).path("privateLinkServiceId").asText("");
        String type = target.toLowerCase(Locale.ROOT);
        boolean exclusive = type.contains("/microsoft.cognitiveservices/") || CosmosAccounts.contain(type);
        return exclusive ? target : "";
    }

    @Override
    public ArmException occupied(String account) {
        if (CosmosAccounts.contain(account.toLowerCase(Locale.ROOT))) return CosmosAccounts.occupied(account);
        return Refuse.badRequest(
                "AccountProvisioningStateInvalid",
                "Call to Microsoft.CognitiveServices/accounts failed. Error message: Account %s in state Accepted.",
                account);
    }

    @Override
    public void apply(Change change) {
        Subnets.Subnet subnet = subnet(change);
        JsonNode connection = PrivateConnection.of(change.inputs());
        ArmResource target = target(change, connection);
        checkGroup(change, connection, target);
        checkReady(target);
        answer(change, subnet, target);
    }

    @Override
    public void gone(ArmResource target, Azure azure) {
        azure.store().ofType(Tokens.PRIVATE_ENDPOINT).stream()
                .filter(each -> PrivateConnection.leadsTo(each, target))
                .forEach(each -> azure.store().put(PrivateConnection.broken(each)));
    }

    private static Subnets.Subnet subnet(Change change) {
        String id = change.text("/subnet/id");
        Subnets.Subnet subnet = Subnets.find(change.azure().store(), id)
                .filter(each -> Regions.same(each.network(), change.text("/location")))
                .orElseThrow(() -> Refuse.invalidReference(id, change.id()));
        if (subnet.delegated()) {
            throw Refuse.badRequest(
                    "PrivateEndpointCannotBeCreatedInSubnetThatHasDelegation",
                    "Private endpoint %s cannot be created in subnet %s since the subnet has delegation.",
                    change.id(),
                    id);
        }
        if (GatewaySubnet.taken(change.azure().store(), id)) {
            throw Refuse.badRequest(
                    "ApplicationGatewaySubnetCannotBeUsedByOtherResources",
                    "Subnet %s holds an application gateway and takes nothing else.",
                    id);
        }
        return subnet;
    }

    private static ArmResource target(Change change, JsonNode connection) {
        String id = connection.path("privateLinkServiceId").asText("");
        return change.azure()
                .store()
                .find(id)
                .orElseThrow(() -> Refuse.badRequest(
                        "LinkedInvalidPropertyId",
                        "Property id '%s' at path 'properties.privateLinkServiceConnections[0]."
                                + "properties.privateLinkServiceId' is invalid (expected: an existing resource).",
                        id));
    }

    private static void checkGroup(Change change, JsonNode connection, ArmResource target) {
        String at = change.id() + "/privateLinkServiceConnections/"
                + connection.path("name").asText();
        JsonNode groups = connection.path("groupIds");
        if (groups.isEmpty()) {
            throw Refuse.badRequest(
                    "MissingParameterOnPrivateLinkServiceConnection",
                    "Private link service connection %s is missing required parameter 'group Id'.",
                    at);
        }
        List<String> asked = new ArrayList<>();
        groups.forEach(each -> asked.add(each.asText()));
        if (asked.size() > 1) {
            throw Refuse.badRequest(
                    "OnlyOneGroupIdPermitted",
                    "Private link service connection %s has the following group Ids: %s. Only one group Id is permitted when"
                            + " connecting to a first-party resource (%s).",
                    at,
                    String.join(", ", asked),
                    target.id());
        }
        if (!asked.get(0).equals(PrivateTargets.group(target))) {
            throw Refuse.badRequest(
                    "BadRequest",
                    "Call to %s failed. Error message: Invalid groupId '%s' (expected: '%s').",
                    target.id(),
                    asked.get(0),
                    PrivateTargets.group(target));
        }
    }

    private static void checkReady(ArmResource target) {
        boolean account = target.token().equals(Tokens.ACCOUNT);
        if (account
                && target.inputs()
                        .at("/properties/customSubDomainName")
                        .asText()
                        .isEmpty()) {
            throw Refuse.badRequest(
                    "BadRequest",
                    "Call to Microsoft.CognitiveServices/accounts failed. Error message: Account %s has no custom sub-domain"
                            + " (expected: properties.customSubDomainName).",
                    target.id());
        }
        boolean registry = target.token().equals(Tokens.REGISTRY);
        if (registry && !target.inputs().at("/sku/name").asText().equals("Premium")) {
            throw Refuse.badRequest(
                    "BadRequest",
                    "Call to Microsoft.ContainerRegistry/registries failed. Error message: Registry %s has SKU %s (expected:"
                            + " Premium, private endpoints need it).",
                    target.id(),
                    target.inputs().at("/sku/name").asText());
        }
    }

    private static void answer(Change change, Subnets.Subnet subnet, ArmResource target) {
        change.outputs().put("provisioningState", "Succeeded");
        change.output("subnet").put("id", subnet.id());
        String nic = change.text("/customNetworkInterfaceName");
        String nicName = nic.isEmpty() ? change.name() + ".nic." + Stable.uuid("nic", change.id()) : nic;
        String group = ArmId.resourceGroupId(change.id()).orElseThrow();
        change.outputs()
                .putArray("networkInterfaces")
                .addObject()
                .put("id", group + "/providers/Microsoft.Network/networkInterfaces/" + nicName);
        for (JsonNode connection : change.outputs().path("privateLinkServiceConnections")) {
            ObjectNode answered = (ObjectNode) connection;
            answered.put(
                    "id",
                    change.id() + "/privateLinkServiceConnections/"
                            + answered.path("name").asText());
            answered.put("provisioningState", "Succeeded");
            answered.set(PrivateConnection.STATE, PrivateConnection.state(change));
        }
        change.outputs().set("customDnsConfigs", addresses(change, subnet, target));
    }

    /** Addresses stay with the endpoint for its life. */
    private static ArrayNode addresses(Change change, Subnets.Subnet subnet, ArmResource target) {
        JsonNode before = change.before()
                .map(each -> each.outputs().path("customDnsConfigs"))
                .orElse(null);
        if (before instanceof ArrayNode kept && !kept.isEmpty()) {
            return kept.deepCopy();
        }
        List<List<String>> names = PrivateTargets.names(target);
        List<String> free = Subnets.free(change.azure().store(), subnet, names.size());
        ArrayNode configs = change.outputs().arrayNode();
        for (int i = 0; i < names.size(); i++) {
            for (String name : names.get(i)) {
                configs.addObject().put("fqdn", name).putArray("ipAddresses").add(free.get(i));
            }
        }
        return configs;
    }
}
