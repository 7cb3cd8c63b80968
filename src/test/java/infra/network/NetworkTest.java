package infra.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.plan.AddressPlan;
import infra.plan.AddressPlan.Subnet;
import infra.settings.Cidr;
import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResource;
import infra.testkit.RecordedResources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkTest {

    private static final AddressPlan PLAN =
            AddressPlan.of(Cidr.parse("10.20.0.0/16").orElseThrow());
    private static final String GROUP = "azure-native:network:NetworkSecurityGroup";

    @Test
    void defaults_are_secure() {
        var resources = run();
        for (var group : resources.ofType(GROUP)) {
            // Azure asks that a gateway's way out stays open.
            var isGateway = group.name().equals("net-gateway");
            for (var direction : isGateway ? List.of("Inbound") : List.of("Inbound", "Outbound")) {
                var last = rules(group).stream()
                        .filter(rule -> rule.get("direction").equals(direction))
                        .reduce((one, other) -> other)
                        .orElseThrow();
                assertEquals("Deny", last.get("access"), group.name());
                assertEquals(4096L, last.get("priority"), group.name());
                assertEquals("*", last.get("destinationAddressPrefix"), group.name());
            }
            if (isGateway) continue;
            assertTrue(
                    inbound(resources, group.name()).stream()
                            .noneMatch(rule -> rule.matches("(\\*|Internet|0.0.0.0/0):.*")),
                    group.name());
        }
    }

    @Test
    void a_gateway_is_open_to_its_clients_on_443_and_to_what_azure_manages_it_with() {
        assertEquals(
                List.of("Internet:443", "GatewayManager:65200-65535", "AzureLoadBalancer:*"),
                inbound(run(), "net-gateway"));
        assertEquals(
                "VirtualNetwork:443",
                inbound(run("VirtualNetwork"), "net-gateway").get(0));
    }

    @Test
    void every_subnet_has_a_security_group_that_also_sees_private_endpoints() {
        var network = run().only("azure-native:network:VirtualNetwork");
        for (var index : List.of(0, 1, 2)) {
            assertTrue(network.at("subnets." + index + ".networkSecurityGroup.id")
                    .toString()
                    .contains("NetworkSecurityGroup"));
            assertEquals("Enabled", network.at("subnets." + index + ".privateEndpointNetworkPolicies"));
        }
        assertNull(network.at("subnets.3"));
    }

    @Test
    void the_container_apps_subnet_is_delegated_and_wide_enough() {
        var network = run().only("azure-native:network:VirtualNetwork");
        assertEquals("container-apps", network.at("subnets.1.name"));
        assertEquals("10.20.2.0/23", network.at("subnets.1.addressPrefix"));
        assertEquals("Microsoft.App/environments", network.at("subnets.1.delegations.0.serviceName"));
        assertNull(network.at("subnets.0.delegations"));
        assertNull(network.at("subnets.2.delegations"));
    }

    @Test
    void no_subnet_is_a_resource_of_its_own() {
        assertEquals(List.of(), run().ofType("azure-native:network:Subnet"));
    }

    @Test
    void replicas_reach_what_container_apps_needs_and_the_private_endpoints() {
        var outbound = rules(run().only(GROUP, "net-container-apps")).stream()
                .filter(rule -> rule.get("direction").equals("Outbound")
                        && rule.get("access").equals("Allow"))
                .map(rule -> rule.get("destinationAddressPrefix") + ":" + rule.get("destinationPortRange"))
                .toList();
        assertEquals(
                List.of(
                        "10.20.2.0/23:*",
                        "10.20.4.0/26:443",
                        "168.63.129.16:53",
                        "Internet:123",
                        "MicrosoftContainerRegistry:443",
                        "AzureFrontDoor.FirstParty:443",
                        "AzureActiveDirectory:443",
                        "AzureMonitor:443",
                        "AzureCloud.japaneast:443"),
                outbound);
    }

    @Test
    void the_network_reaches_the_environment_and_its_edge_proxy() {
        assertEquals(
                List.of(
                        "VirtualNetwork:443",
                        "VirtualNetwork:31443",
                        "AzureLoadBalancer:30000-32767",
                        "10.20.2.0/23:*"),
                inbound(run(), "net-container-apps"));
    }

    @Test
    void only_replicas_and_the_gateway_reach_the_private_endpoints() {
        assertEquals(List.of("10.20.2.0/23:443", "10.20.0.0/24:443"), inbound(run(), "net-private-endpoints"));
    }

    private static List<String> inbound(RecordedResources resources, String group) {
        return rules(resources.only(GROUP, group)).stream()
                .filter(rule -> rule.get("direction").equals("Inbound")
                        && rule.get("access").equals("Allow"))
                .map(rule -> rule.get("sourceAddressPrefix") + ":" + rule.get("destinationPortRange"))
                .toList();
    }

    @Test
    void priorities_of_a_direction_differ() {
        for (var group : run().ofType(GROUP)) {
            var keys = rules(group).stream()
                    .map(rule -> rule.get("direction") + " " + rule.get("priority"))
                    .toList();
            assertEquals(keys.stream().distinct().toList(), keys, group.name());
        }
    }

    @Test
    void the_logs_of_the_network_and_of_each_group_are_kept() {
        assertEquals(4, run().ofType("azure-native:insights:DiagnosticSetting").size());
    }

    @Test
    void a_subnet_is_named_by_the_id_that_azure_gives_it() {
        var resources = PulumiHarness.run(context -> context.export(
                "id", network("Internet").subnet(Subnet.CONTAINER_APPS).id()));
        assertTrue(resources.outputs().get("id").toString().endsWith("/net-vnet-auto/subnets/container-apps"));
    }

    private static RecordedResources run() {
        return run("Internet");
    }

    private static RecordedResources run(String clients) {
        return PulumiHarness.run(context -> network(clients));
    }

    private static Network network(String clients) {
        var args = new NetworkArgs(Fixtures.group(), PLAN, Fixtures.workspace(), clients);
        return new Network("net", args, Fixtures.options());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules(RecordedResource group) {
        return (List<Map<String, Object>>) group.at("securityRules");
    }
}
