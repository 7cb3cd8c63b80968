package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Azure;
import localazure.arm.Change;
import localazure.arm.Locations;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/**
 * Public IP addresses. Source: Microsoft Learn: public IP addresses (Standard is static; a DNS label is unique in its
 * region). Codes are from reports.
 */
final class PublicIpAddressRule implements Rule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.PUBLIC_IP_ADDRESS,
            "Microsoft.Network/publicIPAddresses/{publicIpAddressName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            Names.NETWORK,
            "sku",
            "zones");

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        boolean standard = change.text("/sku/name").equals("Standard");
        if (standard && !change.text("/publicIPAllocationMethod").equals("Static")) {
            throw Refuse.badRequest(
                    "PublicIPAddressAllocationMethodNotSupported",
                    "Standard SKU public IP address %s must have a static allocation method.",
                    change.id());
        }
        String label = change.text("/dnsSettings/domainNameLabel");
        if (!label.isEmpty()) {
            checkLabel(change, label);
            String fqdn = label + "." + Locations.normal(change.text("/location")) + ".cloudapp.azure.com";
            ((ObjectNode) change.outputs().path("dnsSettings")).put("fqdn", fqdn);
        }
        int host = 1 + Integer.parseInt(Stable.hex("address", change.id(), 2), 16) % 254;
        change.outputs()
                .put("ipAddress", "203.0.113." + host)
                .put("provisioningState", "Succeeded")
                .put("resourceGuid", Stable.uuid("guid", change.id()));
    }

    private static void checkLabel(Change change, String label) {
        if (!label.matches("[a-z][a-z0-9-]{1,61}[a-z0-9]")) {
            throw Refuse.badRequest(
                    "InvalidDomainNameLabel",
                    "The domain name label %s is invalid. It must conform to the following regular expression:"
                            + " ^[a-z][a-z0-9-]{1,61}[a-z0-9]$.",
                    label);
        }
        boolean taken = change.azure().store().ofType(Tokens.PUBLIC_IP_ADDRESS).stream()
                .filter(each -> !ArmId.same(each.id(), change.id()))
                .filter(each -> Regions.same(each, change.text("/location")))
                .anyMatch(each -> label.equals(
                        each.inputs().at("/dnsSettings/domainNameLabel").asText()));
        if (taken) {
            throw Refuse.badRequest("DnsRecordInUse", "DNS record %s is already used by another public IP.", label);
        }
    }

    @Override
    public void delete(ArmResource resource, Azure azure) {
        for (ArmResource gateway : azure.store().ofType(Tokens.APPLICATION_GATEWAY)) {
            for (JsonNode front : gateway.inputs().path("frontendIPConfigurations")) {
                if (ArmId.same(front.at("/publicIPAddress/id").asText(), resource.id())) {
                    throw Refuse.badRequest(
                            "PublicIPAddressCannotBeDeleted",
                            "Public IP address %s can not be deleted since it is still allocated to resource %s.",
                            resource.id(),
                            gateway.id());
                }
            }
        }
    }
}
