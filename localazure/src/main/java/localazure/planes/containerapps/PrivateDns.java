package localazure.planes.containerapps;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import localazure.arm.ArmResource;
import localazure.arm.ResourceStore;
import localazure.planes.Arm;
import localazure.planes.Json;

/**
 * Answers, as the DNS of a virtual network would, whether an account's name leads to a private endpoint there: the
 * endpoint exists, its target was never deleted, its zone group names the right zone, and that zone is linked to the network.
 *
 * <p>Source: Azure private endpoint DNS integration. The address behind the name is not modelled.
 */
final class PrivateDns {
    private static final String ENDPOINT = "azure-native:network:PrivateEndpoint";
    private static final String ZONE_GROUP = "azure-native:network:PrivateDnsZoneGroup";
    private static final String RECORD_SET = "azure-native:network:PrivateRecordSet";
    private static final String LINK = "azure-native:network:VirtualNetworkLink";

    /** The private zone of each public suffix. */
    private static final Map<String, String> ZONES = Map.of(
            ".openai.azure.com", "privatelink.openai.azure.com",
            ".cognitiveservices.azure.com", "privatelink.cognitiveservices.azure.com",
            ".documents.azure.com", "privatelink.documents.azure.com");

    /** The part of a service that its endpoint leads to. */
    private static final Set<String> GROUPS = Set.of("account", "Sql");

    private final ResourceStore store;

    PrivateDns(ResourceStore store) {
        this.store = store;
    }

    /** True when the name of this account resolves to a private endpoint inside the network. */
    boolean leadsToEndpoint(String host, String accountId, Optional<String> network) {
        Optional<String> zone = ZONES.entrySet().stream()
                .filter(each -> host.endsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        if (network.isEmpty() || zone.isEmpty()) return false;
        return store.ofType(ENDPOINT).stream()
                .filter(endpoint -> targets(endpoint, accountId) && connected(endpoint))
                .flatMap(endpoint -> store.ofType(ZONE_GROUP).stream()
                        .filter(group -> Arm.parentId(group.id()).equalsIgnoreCase(endpoint.id())))
                .flatMap(group -> Json.stream(group.inputs().path("privateDnsZoneConfigs")))
                .map(config -> config.path("privateDnsZoneId").asText())
                .filter(zoneId -> Arm.lastSegment(zoneId).equals(zone.get()))
                .anyMatch(zoneId -> linked(zoneId, network.get()));
    }

    /**
     * True when the name of an app resolves to the address of its environment: a zone of the environment's domain is
     * linked to the network and has a record that covers the name.
     */
    boolean leadsToEnvironment(String host, String networkId) {
        int dot = host.indexOf('.');
        Optional<ArmResource> environment = store.ofType(Arm.ENVIRONMENT).stream()
                .filter(each -> Arm.text(each.outputs(), "defaultDomain")
                        .filter(host.substring(dot + 1)::equalsIgnoreCase)
                        .isPresent())
                .findFirst();
        return environment.isPresent()
                && store.ofType(RECORD_SET).stream()
                        .filter(each -> each.name().equals("*") || each.name().equalsIgnoreCase(host.substring(0, dot)))
                        .filter(each -> zoneOf(each).endsWith("/" + host.substring(dot + 1)))
                        .filter(each -> Json.stream(each.inputs().path("aRecords"))
                                .anyMatch(record -> record.path("ipv4Address")
                                        .asText()
                                        .equals(environment
                                                .get()
                                                .outputs()
                                                .path("staticIp")
                                                .asText())))
                        .anyMatch(each -> linked(zoneOf(each), networkId));
    }

    /** A record's id reads {@code ZONE/A/NAME}. */
    private static String zoneOf(ArmResource record) {
        return Arm.parentId(record.id());
    }

    /** The id of the network that the environment's subnet lies in. */
    Optional<String> network(String environmentId) {
        return store.find(environmentId)
                .flatMap(each -> Arm.text(each.inputs().path("vnetConfiguration"), "infrastructureSubnetId"))
                .map(Arm::parentId);
    }

    private static boolean targets(ArmResource endpoint, String accountId) {
        return Json.stream(endpoint.inputs().path("privateLinkServiceConnections"))
                .anyMatch(connection ->
                        connection.path("privateLinkServiceId").asText().equalsIgnoreCase(accountId)
                                && Json.stream(connection.path("groupIds"))
                                        .map(JsonNode::asText)
                                        .anyMatch(GROUPS::contains));
    }

    private static boolean connected(ArmResource endpoint) {
        return Json.stream(endpoint.outputs().path("privateLinkServiceConnections"))
                .map(connection -> connection.at("/privateLinkServiceConnectionState/status"))
                .noneMatch(status -> status.asText().equals("Disconnected"));
    }

    private boolean linked(String zoneId, String networkId) {
        return store.ofType(LINK).stream()
                .filter(link -> Arm.parentId(link.id()).equalsIgnoreCase(zoneId))
                .map(link -> link.inputs().path("virtualNetwork").path("id").asText())
                .anyMatch(networkId::equalsIgnoreCase);
    }
}
