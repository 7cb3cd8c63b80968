package infra.network;

import com.pulumi.azurenative.network.NetworkSecurityGroup;
import com.pulumi.azurenative.network.VirtualNetwork;
import com.pulumi.azurenative.network.VirtualNetworkArgs;
import com.pulumi.azurenative.network.inputs.AddressSpaceArgs;
import com.pulumi.azurenative.network.inputs.DelegationArgs;
import com.pulumi.azurenative.network.inputs.NetworkSecurityGroupArgs;
import com.pulumi.azurenative.network.inputs.SubnetArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import infra.monitoring.Diagnostics;
import infra.monitoring.DiagnosticsArgs;
import infra.plan.AddressPlan.Subnet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The virtual network: one security group per subnet, and the subnets inside the network's own request. Separate subnet
 * resources would collide with each other and be undone by the network's next update.
 */
public final class Network extends ComponentResource {

    private static final String TYPE = "infra:network:Network";

    private static final List<Subnet> SUBNETS = List.of(Subnet.values());

    private final Output<String> resourceId;
    private final Output<String> name;
    private final Map<Subnet, SubnetRef> subnets = new EnumMap<>(Subnet.class);

    public Network(String name, NetworkArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var groups = new EnumMap<Subnet, NetworkSecurityGroup>(Subnet.class);
        for (var subnet : SUBNETS) groups.put(subnet, securityGroup(name, args, subnet));
        var network = network(name, args, groups);
        diagnostics(name + "-vnet", args, network.id(), true);
        for (var subnet : SUBNETS) {
            var id = Output.format("%s/subnets/%s", network.id(), subnet.label());
            subnets.put(subnet, new SubnetRef(id, args.group()));
        }
        this.resourceId = network.id();
        this.name = network.name();
        registerOutputs(Map.of("resourceId", resourceId));
    }

    private NetworkSecurityGroup securityGroup(String name, NetworkArgs args, Subnet subnet) {
        var label = name + "-" + subnet.label();
        var group = new NetworkSecurityGroup(
                label,
                com.pulumi.azurenative.network.NetworkSecurityGroupArgs.builder()
                        .resourceGroupName(args.group().name())
                        .location(args.group().location())
                        .securityRules(SecurityRules.of(
                                subnet, args.addresses(), args.group().location(), args.gatewayClients()))
                        .build(),
                child());
        diagnostics(label, args, group.id(), false);
        return group;
    }

    private VirtualNetwork network(String name, NetworkArgs args, Map<Subnet, NetworkSecurityGroup> groups) {
        return new VirtualNetwork(
                name + "-vnet",
                VirtualNetworkArgs.builder()
                        .resourceGroupName(args.group().name())
                        .location(args.group().location())
                        .addressSpace(AddressSpaceArgs.builder()
                                .addressPrefixes(args.addresses().space().toString())
                                .build())
                        .subnets(SUBNETS.stream()
                                .map(subnet -> subnet(args, subnet, groups.get(subnet)))
                                .toList())
                        .build(),
                child());
    }

    private static SubnetArgs subnet(NetworkArgs args, Subnet subnet, NetworkSecurityGroup group) {
        var builder = SubnetArgs.builder()
                .name(subnet.label())
                .addressPrefix(args.addresses().range(subnet).toString())
                .networkSecurityGroup(
                        NetworkSecurityGroupArgs.builder().id(group.id()).build())
                // Without it the security group does not see traffic to private endpoints.
                .privateEndpointNetworkPolicies("Enabled");
        if (subnet == Subnet.CONTAINER_APPS) {
            builder.delegations(DelegationArgs.builder()
                    .name("container-apps")
                    .serviceName("Microsoft.App/environments")
                    .build());
        }
        return builder.build();
    }

    private void diagnostics(String name, NetworkArgs args, Output<String> target, boolean metrics) {
        new Diagnostics(
                name,
                new DiagnosticsArgs(args.workspace(), target, metrics),
                ComponentResourceOptions.builder().parent(this).build());
    }

    private CustomResourceOptions child() {
        return CustomResourceOptions.builder().parent(this).build();
    }

    public Output<String> resourceId() {
        return resourceId;
    }

    public Output<String> name() {
        return name;
    }

    public SubnetRef subnet(Subnet subnet) {
        return subnets.get(subnet);
    }
}
