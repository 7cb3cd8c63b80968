package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.ResourceStore;

/** Subnets stand inline in their networks; this finds them by id, who sits in them, and which addresses are free. */
final class Subnets {
    /** Azure keeps the first four addresses and the last one of every subnet. */
    private static final int FIRST_FREE = 4;

    /** @param properties the subnet as the network answers it */
    record Subnet(ArmResource network, JsonNode properties) {
        String id() {
            return properties.path("id").asText();
        }

        Cidr range() {
            return Cidr.parse(properties.path("addressPrefix").asText()).orElseThrow();
        }

        boolean delegatedTo(String service) {
            for (JsonNode delegation : properties.path("delegations")) {
                if (delegation.path("serviceName").asText().equalsIgnoreCase(service)) {
                    return true;
                }
            }
            return false;
        }

        boolean delegated() {
            return properties.path("delegations").size() > 0;
        }
    }

    private Subnets() {}

    static String id(String network, String name) {
        return network + "/subnets/" + name;
    }

    static Optional<Subnet> find(ResourceStore store, String id) {
        int end = id.lastIndexOf("/subnets/");
        if (end < 0) {
            return Optional.empty();
        }
        Optional<ArmResource> network =
                store.find(id.substring(0, end)).filter(each -> each.token().equals(Tokens.VIRTUAL_NETWORK));
        return network.flatMap(found -> {
            for (JsonNode subnet : found.outputs().path("subnets")) {
                if (ArmId.same(subnet.path("id").asText(), id)) {
                    return Optional.of(new Subnet(found, subnet));
                }
            }
            return Optional.empty();
        });
    }

    /** Endpoints, environments and gateways that sit in a subnet. */
    static List<ArmResource> users(ResourceStore store, String id) {
        List<ArmResource> users = new ArrayList<>();
        store.ofType(Tokens.PRIVATE_ENDPOINT).stream()
                .filter(each -> ArmId.same(each.inputs().at("/subnet/id").asText(), id))
                .forEach(users::add);
        store.ofType(Tokens.ENVIRONMENT).stream()
                .filter(each -> ArmId.same(
                        each.inputs()
                                .at("/vnetConfiguration/infrastructureSubnetId")
                                .asText(),
                        id))
                .forEach(users::add);
        store.ofType(Tokens.APPLICATION_GATEWAY).stream()
                .filter(each -> GatewaySubnet.stands(each, id))
                .forEach(users::add);
        return users;
    }

    /** The lowest addresses that no endpoint of the subnet holds. */
    static List<String> free(ResourceStore store, Subnet subnet, int count) {
        Set<String> taken = new HashSet<>();
        for (ArmResource user : users(store, subnet.id())) {
            for (JsonNode config : user.outputs().path("customDnsConfigs")) {
                config.path("ipAddresses").forEach(each -> taken.add(each.asText()));
            }
        }
        List<String> free = new ArrayList<>();
        Cidr range = subnet.range();
        for (long offset = FIRST_FREE; offset < range.size() - 1 && free.size() < count; offset++) {
            if (!taken.contains(range.address(offset))) {
                free.add(range.address(offset));
            }
        }
        if (free.size() < count) {
            throw Refuse.badRequest(
                    "SubnetIsFull",
                    "Subnet %s with address prefix %s does not have enough capacity for %d IP addresses.",
                    subnet.id(),
                    subnet.properties().path("addressPrefix").asText(),
                    count);
        }
        return free;
    }
}
