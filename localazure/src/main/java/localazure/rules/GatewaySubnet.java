package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Change;
import localazure.arm.ResourceStore;

/**
 * The subnet of an application gateway: nothing else in it, and a security group that lets Azure manage the gateway. Source:
 * Microsoft Learn: Application Gateway infrastructure configuration. The code of the shared subnet is unverified.
 */
final class GatewaySubnet {
    private static final int FIRST = 65200;
    private static final int LAST = 65535;
    private static final Set<String> MANAGERS = Set.of("gatewaymanager", "*", "internet", "0.0.0.0/0");

    private GatewaySubnet() {}

    static void check(Change gateway, String id) {
        ResourceStore store = gateway.azure().store();
        Subnets.Subnet subnet = Subnets.find(store, id)
                .filter(each -> Regions.same(each.network(), gateway.text("/location")))
                .orElseThrow(() -> Refuse.invalidReference(id, gateway.id()));
        boolean shared =
                Subnets.users(store, id).stream().anyMatch(user -> !user.token().equals(Tokens.APPLICATION_GATEWAY));
        if (shared || subnet.delegated()) {
            throw Refuse.badRequest(
                    "ApplicationGatewaySubnetCannotBeUsedByOtherResources",
                    "Subnet %s holds something else or is delegated (expected: application gateways alone).",
                    id);
        }
        String group = subnet.properties().at("/networkSecurityGroup/id").asText("");
        Optional<ArmResource> found = group.isEmpty() ? Optional.empty() : store.find(group);
        found.filter(each -> !admitsManagers(each)).ifPresent(each -> {
            throw Refuse.badRequest(
                    "ApplicationGatewaySubnetInboundTrafficBlockedByNetworkSecurityGroup",
                    "Network security group %s blocks incoming internet traffic on ports %d - %d to subnet %s, associated with"
                            + " Application Gateway %s. This is not permitted for Application Gateways that have V2 Sku.",
                    each.id(),
                    FIRST,
                    LAST,
                    id,
                    gateway.id());
        });
    }

    /** Whether the first inbound rule that speaks of the management ports lets them in. */
    private static boolean admitsManagers(ArmResource group) {
        JsonNode first = null;
        for (JsonNode rule : group.inputs().path("securityRules")) {
            boolean applies = rule.path("direction").asText().equals("Inbound")
                    && MANAGERS.contains(
                            rule.path("sourceAddressPrefix").asText("*").toLowerCase(Locale.ROOT))
                    && covers(rule);
            if (applies && (first == null || priority(rule) < priority(first))) {
                first = rule;
            }
        }
        return first != null && first.path("access").asText().equals("Allow");
    }

    private static int priority(JsonNode rule) {
        return rule.path("priority").asInt();
    }

    private static boolean covers(JsonNode rule) {
        String range = rule.path("destinationPortRange").asText("*");
        if (range.equals("*")) {
            return true;
        }
        String[] ends = range.split("-");
        return ends.length == 2 && Integer.parseInt(ends[0]) <= FIRST && Integer.parseInt(ends[1]) >= LAST;
    }

    /** Whether a subnet belongs to gateways. */
    static boolean taken(ResourceStore store, String id) {
        return Subnets.users(store, id).stream().anyMatch(each -> each.token().equals(Tokens.APPLICATION_GATEWAY));
    }

    /** The subnets of a gateway. */
    static boolean stands(ArmResource gateway, String subnet) {
        for (JsonNode config : gateway.inputs().path("gatewayIPConfigurations")) {
            if (ArmId.same(config.at("/subnet/id").asText(), subnet)) {
                return true;
            }
        }
        return false;
    }
}
