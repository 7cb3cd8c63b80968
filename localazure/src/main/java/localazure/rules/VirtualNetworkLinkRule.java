package localazure.rules;

import localazure.arm.ArmId;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/**
 * Links of a private zone into a network, one per zone and network. Source: Microsoft Learn: what is a virtual network link;
 * the conflict code is from reports.
 */
final class VirtualNetworkLinkRule implements Rule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.VIRTUAL_NETWORK_LINK,
            "Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}",
            ResourceType.AutoName.COPY,
            ResourceType.Placement.GLOBAL,
            Names.NETWORK,
            "virtualNetwork");

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        String network = change.text("/virtualNetwork/id");
        boolean exists = change.azure()
                .store()
                .find(network)
                .filter(each -> each.token().equals(Tokens.VIRTUAL_NETWORK))
                .isPresent();
        if (!exists) {
            throw Refuse.badRequest(
                    "BadRequest", "The virtual network '%s' of link '%s' was not found.", network, change.name());
        }
        String zone = ArmId.parent(change.id()).orElseThrow();
        change.azure().store().ofType(Tokens.VIRTUAL_NETWORK_LINK).stream()
                .filter(other -> !ArmId.same(other.id(), change.id()) && ArmId.inside(other.id(), zone))
                .filter(other ->
                        ArmId.same(other.inputs().at("/virtualNetwork/id").asText(), network))
                .findFirst()
                .ifPresent(other -> {
                    throw Refuse.conflict(
                            "Conflict",
                            "A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to"
                                    + " link virtual network '%s' with zone '%s', which link '%s' does already.",
                            network,
                            ArmId.name(zone),
                            other.name());
                });
        change.outputs().put("provisioningState", "Succeeded").put("virtualNetworkLinkState", "Completed");
    }
}
