package infra.network;

import com.pulumi.azurenative.network.inputs.SecurityRuleArgs;
import infra.plan.AddressPlan;
import infra.plan.AddressPlan.Subnet;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of each subnet's security group: what the service in it needs, then a refusal of all the rest, because Azure's own
 * last rules allow the whole network and the internet outbound. What Container Apps needs: Microsoft Learn, "Securing a
 * virtual network in Azure Container Apps".
 */
final class SecurityRules {

    /** Answers DNS, health probes and instance metadata on every Azure host. */
    private static final String PLATFORM = "168.63.129.16";

    /** Where the environment's edge proxy takes what comes to 443 of its internal load balancer. */
    private static final String EDGE_PROXY_HTTPS = "31443";

    private final List<SecurityRuleArgs> rules = new ArrayList<>();
    private int inbound = 100;
    private int outbound = 100;

    private SecurityRules() {}

    static List<SecurityRuleArgs> of(Subnet subnet, AddressPlan plan, String location, String gatewayClients) {
        return switch (subnet) {
            case CONTAINER_APPS -> containerApps(plan, location);
            case PRIVATE_ENDPOINTS -> privateEndpoints(plan);
            case GATEWAY -> gateway(plan, gatewayClients);
        };
    }

    private static List<SecurityRuleArgs> containerApps(AddressPlan plan, String location) {
        var own = plan.range(Subnet.CONTAINER_APPS).toString();
        var endpoints = plan.range(Subnet.PRIVATE_ENDPOINTS).toString();
        return new SecurityRules()
                .in("clients", "Tcp", "VirtualNetwork", own, "443")
                .in("clients-edge-proxy", "Tcp", "VirtualNetwork", own, EDGE_PROXY_HTTPS)
                .in("load-balancer", "Tcp", "AzureLoadBalancer", own, "30000-32767")
                .in("replicas", "*", own, own, "*")
                .out("replicas", "*", own, own, "*")
                .out("private-endpoints", "Tcp", own, endpoints, "443")
                .out("dns", "*", own, PLATFORM, "53")
                .out("time", "Udp", own, "Internet", "123")
                .out("platform-images", "Tcp", own, "MicrosoftContainerRegistry", "443")
                .out("platform-images-front", "Tcp", own, "AzureFrontDoor.FirstParty", "443")
                .out("tokens", "Tcp", own, "AzureActiveDirectory", "443")
                .out("monitor", "Tcp", own, "AzureMonitor", "443")
                .out("control-plane", "Tcp", own, "AzureCloud." + location, "443")
                .denyRest();
    }

    /** What a gateway needs: Microsoft Learn, "Application Gateway infrastructure configuration". Its way out stays open. */
    private static List<SecurityRuleArgs> gateway(AddressPlan plan, String clients) {
        var own = plan.range(Subnet.GATEWAY).toString();
        return new SecurityRules()
                .in("clients", "Tcp", clients, own, "443")
                .in("managers", "Tcp", "GatewayManager", "*", "65200-65535")
                .in("load-balancer", "*", "AzureLoadBalancer", "*", "*")
                .denyRestInbound();
    }

    private static List<SecurityRuleArgs> privateEndpoints(AddressPlan plan) {
        var own = plan.range(Subnet.PRIVATE_ENDPOINTS).toString();
        return new SecurityRules()
                .in("container-apps", "Tcp", plan.range(Subnet.CONTAINER_APPS).toString(), own, "443")
                .in("gateway", "Tcp", plan.range(Subnet.GATEWAY).toString(), own, "443")
                .denyRest();
    }

    private SecurityRules in(String name, String protocol, String source, String destination, String port) {
        rules.add(rule("in-" + name, "Inbound", "Allow", inbound, protocol, source, destination, port));
        inbound += 10;
        return this;
    }

    private SecurityRules out(String name, String protocol, String source, String destination, String port) {
        rules.add(rule("out-" + name, "Outbound", "Allow", outbound, protocol, source, destination, port));
        outbound += 10;
        return this;
    }

    private List<SecurityRuleArgs> denyRest() {
        rules.add(rule("out-deny-rest", "Outbound", "Deny", 4096, "*", "*", "*", "*"));
        return denyRestInbound();
    }

    private List<SecurityRuleArgs> denyRestInbound() {
        rules.add(rule("in-deny-rest", "Inbound", "Deny", 4096, "*", "*", "*", "*"));
        return List.copyOf(rules);
    }

    private static SecurityRuleArgs rule(
            String name,
            String direction,
            String access,
            int priority,
            String protocol,
            String source,
            String destination,
            String port) {
        return SecurityRuleArgs.builder()
                .name(name)
                .direction(direction)
                .access(access)
                .priority(priority)
                .protocol(protocol)
                .sourceAddressPrefix(source)
                .sourcePortRange("*")
                .destinationAddressPrefix(destination)
                .destinationPortRange(port)
                .build();
    }
}
