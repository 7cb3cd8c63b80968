package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import localazure.arm.ArmResource;
import localazure.arm.Azure;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/** Virtual networks with their subnets inline. Source: Microsoft Learn: virtual network FAQ; codes are from reports. */
final class VirtualNetworkRule implements Rule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.VIRTUAL_NETWORK,
            "Microsoft.Network/virtualNetworks/{virtualNetworkName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            Names.NETWORK);

    /** Smallest subnet that Azure accepts: five addresses are its own. */
    private static final int LONGEST_PREFIX = 29;

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        List<Cidr> space = space(change);
        Map<String, Cidr> subnets = new LinkedHashMap<>();
        for (JsonNode subnet : change.inputs().path("subnets")) {
            String name = subnet.path("name").asText();
            Cidr range = range(subnet.path("addressPrefix").asText());
            checkRange(change, name, range, space, subnets);
            subnets.put(name, range);
            checkSecurityGroup(change, subnet);
        }
        checkRemoved(change, subnets.keySet());
        answer(change);
    }

    private static List<Cidr> space(Change change) {
        List<Cidr> space = new ArrayList<>();
        change.inputs().at("/addressSpace/addressPrefixes").forEach(each -> space.add(range(each.asText())));
        if (space.isEmpty()) {
            throw Refuse.badRequest(
                    "InvalidRequestFormat", "addressSpace.addressPrefixes: absent (expected: one IPv4 range or more)");
        }
        return space;
    }

    private static Cidr range(String text) {
        return Cidr.parse(text)
                .orElseThrow(() -> Refuse.badRequest(
                        "InvalidCIDRNotation",
                        "The address prefix %s is not a valid CIDR notation (expected: an IPv4 range without host bits).",
                        text));
    }

    private static void checkRange(Change change, String name, Cidr range, List<Cidr> space, Map<String, Cidr> others) {
        if (space.stream().noneMatch(each -> each.contains(range))) {
            throw Refuse.badRequest(
                    "NetcfgSubnetRangeOutsideVnet",
                    "Subnet '%s' is not valid because its IP address range is outside the IP address range of virtual"
                            + " network '%s'.",
                    name,
                    change.name());
        }
        if (range.bits() > LONGEST_PREFIX) {
            throw Refuse.badRequest(
                    "NetcfgInvalidSubnet",
                    "Subnet '%s' is not valid in virtual network '%s' (expected: /%d or larger).",
                    name,
                    change.name(),
                    LONGEST_PREFIX);
        }
        others.forEach((other, taken) -> {
            if (taken.overlaps(range)) {
                throw Refuse.badRequest(
                        "NetcfgSubnetRangesOverlap",
                        "Subnet '%s' is not valid because its IP address range overlaps with that of an existing subnet"
                                + " in virtual network '%s'.",
                        name,
                        change.name());
            }
        });
    }

    private static void checkSecurityGroup(Change change, JsonNode subnet) {
        String group = subnet.at("/networkSecurityGroup/id").asText("");
        boolean found = group.isEmpty()
                || change.azure()
                        .store()
                        .find(group)
                        .filter(each -> Regions.same(each, change.text("/location")))
                        .isPresent();
        if (!found) {
            throw Refuse.invalidReference(
                    group, Subnets.id(change.id(), subnet.path("name").asText()));
        }
    }

    private static void checkRemoved(Change change, Set<String> kept) {
        change.before().ifPresent(before -> {
            Set<String> gone = new HashSet<>();
            before.outputs()
                    .path("subnets")
                    .forEach(each -> gone.add(each.path("name").asText()));
            gone.removeAll(kept);
            gone.forEach(name -> refuseInUse(Subnets.id(change.id(), name), change.azure()));
        });
    }

    private static void refuseInUse(String subnet, Azure azure) {
        Subnets.users(azure.store(), subnet).stream().findFirst().ifPresent(user -> {
            throw Refuse.badRequest(
                    "InUseSubnetCannotBeDeleted",
                    "Subnet %s is in use by %s and cannot be deleted. In order to delete the subnet, delete all the"
                            + " resources within the subnet.",
                    subnet.substring(subnet.lastIndexOf('/') + 1),
                    user.id());
        });
    }

    private static void answer(Change change) {
        change.outputs().put("provisioningState", "Succeeded").put("resourceGuid", Stable.uuid("guid", change.id()));
        for (JsonNode subnet : change.outputs().path("subnets")) {
            ((ObjectNode) subnet)
                    .put("id", Subnets.id(change.id(), subnet.path("name").asText()))
                    .put("provisioningState", "Succeeded");
            for (JsonNode delegation : subnet.path("delegations")) {
                ((ObjectNode) delegation)
                        .put(
                                "id",
                                subnet.path("id").asText() + "/delegations/"
                                        + delegation.path("name").asText())
                        .put("provisioningState", "Succeeded");
            }
        }
    }

    @Override
    public void delete(ArmResource resource, Azure azure) {
        resource.outputs()
                .path("subnets")
                .forEach(each -> refuseInUse(each.path("id").asText(), azure));
        azure.store().ofType(Tokens.VIRTUAL_NETWORK_LINK).stream()
                .filter(link -> link.inputs().at("/virtualNetwork/id").asText().equalsIgnoreCase(resource.id()))
                .findFirst()
                .ifPresent(link -> {
                    throw Refuse.badRequest(
                            "InUseVirtualNetworkCannotBeDeleted",
                            "Virtual network %s is in use by %s and cannot be deleted.",
                            resource.id(),
                            link.id());
                });
    }
}
