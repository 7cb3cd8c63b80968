package infra.network;

import com.pulumi.azurenative.network.PrivateDnsZoneGroup;
import com.pulumi.azurenative.network.PrivateDnsZoneGroupArgs;
import com.pulumi.azurenative.network.inputs.PrivateDnsZoneConfigArgs;
import com.pulumi.azurenative.network.inputs.PrivateLinkServiceConnectionArgs;
import com.pulumi.azurenative.network.inputs.SubnetArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.Map;

/** A service's address inside the network, and its names in the private DNS zones. */
public final class PrivateEndpoint extends ComponentResource {

    private static final String TYPE = "infra:network:PrivateEndpoint";

    private final Output<String> resourceId;
    private final Output<String> name;
    private final Resource ready;

    public PrivateEndpoint(String name, PrivateEndpointArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var endpoint = endpoint(name, args);
        this.ready = zoneGroup(name, args, endpoint);
        this.resourceId = endpoint.id();
        this.name = endpoint.name();
        registerOutputs(Map.of("resourceId", resourceId));
    }

    private com.pulumi.azurenative.network.PrivateEndpoint endpoint(String name, PrivateEndpointArgs args) {
        var subnet = args.place().subnet();
        return new com.pulumi.azurenative.network.PrivateEndpoint(
                name + "-endpoint",
                com.pulumi.azurenative.network.PrivateEndpointArgs.builder()
                        .resourceGroupName(subnet.group().name())
                        .location(subnet.group().location())
                        .subnet(SubnetArgs.builder().id(subnet.id()).build())
                        .privateLinkServiceConnections(PrivateLinkServiceConnectionArgs.builder()
                                .name(args.groupId())
                                .privateLinkServiceId(args.target())
                                .groupIds(args.groupId())
                                .build())
                        .build(),
                // What the caller names: Azure refuses an endpoint while the target is still being changed.
                // Replaced with its target: a new one of the same id leaves the old connection Disconnected for good
                // (hashicorp/terraform-provider-azurerm 15051 and 20776).
                CustomResourceOptions.builder()
                        .parent(this)
                        .dependsOn(args.after())
                        .replaceOnChanges("privateLinkServiceConnections")
                        .build());
    }

    private PrivateDnsZoneGroup zoneGroup(
            String name, PrivateEndpointArgs args, com.pulumi.azurenative.network.PrivateEndpoint endpoint) {
        var configs = args.place().zones().stream()
                // The name is optional in the type and required by the service (pulumi/pulumi#14241).
                .map(zone -> PrivateDnsZoneConfigArgs.builder()
                        .name(zone.domain().replace('.', '-'))
                        .privateDnsZoneId(zone.id())
                        .build())
                .toList();
        return new PrivateDnsZoneGroup(
                name + "-dns",
                PrivateDnsZoneGroupArgs.builder()
                        .resourceGroupName(args.place().subnet().group().name())
                        .privateEndpointName(endpoint.name())
                        .privateDnsZoneGroupName("default")
                        .privateDnsZoneConfigs(configs)
                        .build(),
                CustomResourceOptions.builder().parent(this).build());
    }

    public Output<String> resourceId() {
        return resourceId;
    }

    public Output<String> name() {
        return name;
    }

    /** The last part: once it exists, the service's own name leads to the private address. */
    public Resource ready() {
        return ready;
    }
}
