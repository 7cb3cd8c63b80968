package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/**
 * Zone groups: the A records that a private endpoint keeps in its zones. A zone that is none of the target's is accepted
 * and gets no record, as in Azure. Source: Microsoft Learn: private endpoint DNS zone values; pulumi/pulumi 14241 (name of a
 * configuration), pulumi/pulumi-azure-native 2179 (one group). The code of the zone limit is unverified.
 */
final class PrivateDnsZoneGroupRule implements Rule {
    private static final int MAX_ZONES = 5;
    private static final String PREFIX = "privatelink.";

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.PRIVATE_DNS_ZONE_GROUP,
            "Microsoft.Network/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups/{privateDnsZoneGroupName}",
            ResourceType.AutoName.COPY,
            ResourceType.Placement.NONE,
            Names.NETWORK);

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        ArmResource endpoint = change.azure()
                .store()
                .find(ArmId.parent(change.id()).orElseThrow())
                .orElseThrow();
        checkOnly(change, endpoint);
        checkConfigs(change);
        change.outputs().put("provisioningState", "Succeeded");
        for (JsonNode config : change.outputs().path("privateDnsZoneConfigs")) {
            ((ObjectNode) config).set("recordSets", records(endpoint, config));
        }
    }

    private static void checkOnly(Change change, ArmResource endpoint) {
        change.azure().store().ofType(Tokens.PRIVATE_DNS_ZONE_GROUP).stream()
                .filter(other -> ArmId.inside(other.id(), endpoint.id()) && !ArmId.same(other.id(), change.id()))
                .findFirst()
                .ifPresent(other -> {
                    throw Refuse.badRequest(
                            "MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed",
                            "Cannot create more than one private dns zone groups for private endpoint %s; it has %s.",
                            endpoint.id(),
                            other.id());
                });
    }

    private static void checkConfigs(Change change) {
        JsonNode configs = change.inputs().path("privateDnsZoneConfigs");
        if (configs.size() > MAX_ZONES) {
            throw Refuse.badRequest(
                    "InvalidRequestFormat",
                    "privateDnsZoneConfigs: %d zones (expected: at most %d)",
                    configs.size(),
                    MAX_ZONES);
        }
        for (JsonNode config : configs) {
            if (config.path("name").asText("").isEmpty()) {
                throw Refuse.badRequest(
                        "InvalidRequestFormat", "Cannot parse the request: privateDnsZoneConfigs[].name is absent.");
            }
            String zone = config.path("privateDnsZoneId").asText("");
            change.azure()
                    .store()
                    .find(zone)
                    .filter(each -> each.token().equals(Tokens.PRIVATE_ZONE))
                    .orElseThrow(() -> Refuse.invalidReference(zone, change.id()));
        }
    }

    private static ArrayNode records(ArmResource endpoint, JsonNode config) {
        ArrayNode records = endpoint.outputs().arrayNode();
        String zone = ArmId.name(config.path("privateDnsZoneId").asText());
        if (!zone.startsWith(PREFIX)) {
            return records;
        }
        String suffix = "." + PrivateTargets.suffix(zone);
        for (JsonNode dns : endpoint.outputs().path("customDnsConfigs")) {
            String name = dns.path("fqdn").asText();
            if (name.endsWith(suffix)) {
                String record = name.substring(0, name.length() - suffix.length());
                records.addObject()
                        .put("fqdn", record + "." + zone)
                        .put("recordSetName", record)
                        .put("recordType", "A")
                        .put("ttl", 10)
                        .put("provisioningState", "Succeeded")
                        .set("ipAddresses", dns.path("ipAddresses").deepCopy());
            }
        }
        return records;
    }
}
