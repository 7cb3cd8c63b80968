package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Azure;
import localazure.arm.Change;
import localazure.arm.Locations;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/**
 * Container Apps environments. Source: Microsoft Learn: virtual network configuration of Azure Container Apps;
 * microsoft/azure-container-apps 1644 (delegation), Azure/azure-dev 2402 (API versions). Codes for size, reserved ranges, log
 * destinations and environments still in use are unverified.
 */
final class ManagedEnvironmentRule implements Rule {
    private static final int SMALLEST_PREFIX = 27;
    private static final String SERVICE = "Microsoft.App/environments";
    private static final Set<String> DESTINATIONS = Set.of("", "log-analytics", "azure-monitor", "none");
    private static final List<String> RESERVED = List.of(
            "169.254.0.0/16",
            "172.30.0.0/16",
            "172.31.0.0/16",
            "192.0.2.0/24",
            "100.100.0.0/17",
            "100.100.128.0/19",
            "100.100.160.0/19",
            "100.100.192.0/19");
    private static final List<String> WORDS = List.of(
            "bluemeadow", "calmriver", "greenforest", "happystone", "mangopond", "redsky", "whitecliff", "wittysea");

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.ENVIRONMENT,
            "Microsoft.App/managedEnvironments/{environmentName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            Names.ANY,
            "vnetConfiguration");

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        if (change.apiVersion().isEmpty() && change.inputs().has("workloadProfiles")) {
            throw Refuse.badRequest(
                    "WorkloadProfileRelatedApiNotSupported",
                    "Workload profile related properties are supported from 2022-11-01-preview, not in 2022-10-01.");
        }
        checkZonesKept(change);
        checkLogs(change);
        String subnet = change.text("/vnetConfiguration/infrastructureSubnetId");
        boolean internal = change.inputs().at("/vnetConfiguration/internal").asBoolean();
        if (subnet.isEmpty() && internal) {
            throw network("internal is true without a subnet (expected: infrastructureSubnetId)");
        }
        String address = subnet.isEmpty() ? "203.0.113.10" : address(change, subnet);
        answer(change, address);
    }

    /** Zone redundancy is a choice of creation (type definition); the code is unverified. */
    private static void checkZonesKept(Change change) {
        boolean wanted = change.inputs().path("zoneRedundant").asBoolean();
        if (change.before()
                .filter(before -> before.inputs().path("zoneRedundant").asBoolean() != wanted)
                .isPresent()) {
            throw Refuse.badRequest(
                    "InvalidRequestParameterWithDetails",
                    "zoneRedundant: %s (expected: %s, it cannot be changed)",
                    wanted,
                    !wanted);
        }
        if (wanted && change.text("/vnetConfiguration/infrastructureSubnetId").isEmpty()) {
            throw network("zoneRedundant is true without a subnet (expected: infrastructureSubnetId)");
        }
    }

    private static void checkLogs(Change change) {
        String destination = change.text("/appLogsConfiguration/destination");
        if (!DESTINATIONS.contains(destination)) {
            throw Refuse.badRequest(
                    "InvalidRequestParameterWithDetails",
                    "appLogsConfiguration.destination: %s (expected: log-analytics, azure-monitor or none)",
                    destination);
        }
        JsonNode shared = change.inputs().at("/appLogsConfiguration/logAnalyticsConfiguration");
        if (destination.equals("log-analytics") && !(shared.has("customerId") && shared.has("sharedKey"))) {
            throw Refuse.badRequest(
                    "InvalidRequestParameterWithDetails",
                    "appLogsConfiguration.logAnalyticsConfiguration: incomplete (expected: customerId and sharedKey)");
        }
    }

    /** Checks the subnet and picks the static address in it. */
    private static String address(Change change, String id) {
        Subnets.Subnet subnet = Subnets.find(change.azure().store(), id)
                .filter(each -> Regions.same(each.network(), change.text("/location")))
                .orElseThrow(() -> Refuse.invalidReference(id, change.id()));
        if (!subnet.delegatedTo(SERVICE)) {
            throw Refuse.badRequest(
                    "ManagedEnvironmentSubnetDelegationError",
                    "The subnet of the environment must be delegated to the service '%s'.",
                    SERVICE);
        }
        Cidr range = subnet.range();
        if (range.bits() > SMALLEST_PREFIX) {
            throw network(
                    "subnet " + id + " is a /" + range.bits() + " (expected: /" + SMALLEST_PREFIX + " or larger)");
        }
        for (String reserved : RESERVED) {
            if (range.overlaps(Cidr.parse(reserved).orElseThrow())) {
                throw network("subnet " + id + " overlaps " + reserved + ", which the platform keeps for itself");
            }
        }
        boolean shared = Subnets.users(change.azure().store(), id).stream()
                .anyMatch(user -> !ArmId.same(user.id(), change.id()));
        if (shared) {
            throw Refuse.badRequest(
                    "ManagedEnvironmentSubnetInUse", "The environment's subnet must not be in use: %s.", id);
        }
        return range.address(range.size() / 2);
    }

    private static RuntimeException network(String detail) {
        return Refuse.badRequest(
                "ManagedEnvironmentInvalidNetworkConfiguration",
                "The environment network configuration is invalid: %s.",
                detail);
    }

    private static void answer(Change change, String address) {
        String hex = Stable.hex("domain", change.id(), 8);
        String word = WORDS.get(Integer.parseInt(hex.substring(0, 2), 16) % WORDS.size());
        String region = Locations.normal(change.text("/location"));
        change.outputs()
                .put("defaultDomain", word + "-" + hex + "." + region + ".azurecontainerapps.io")
                .put("staticIp", address)
                .put("provisioningState", "Succeeded")
                .put("deploymentErrors", "")
                .put(
                        "eventStreamEndpoint",
                        "https://" + region + ".azurecontainerapps.dev" + change.id() + "/eventstream");
        change.output("customDomainConfiguration")
                .put(
                        "customDomainVerificationId",
                        Stable.uuid("verification", change.subscription()).replace("-", ""));
    }

    @Override
    public void delete(ArmResource resource, Azure azure) {
        azure.store().ofType(Tokens.CONTAINER_APP).stream()
                .filter(app -> ArmId.same(ContainerAppRule.environmentId(app.inputs()), resource.id()))
                .findFirst()
                .ifPresent(app -> {
                    throw Refuse.conflict(
                            "CannotDeleteResource", "Environment %s still holds %s.", resource.id(), app.id());
                });
    }
}
