package infra.registry;

import com.pulumi.azurenative.containerregistry.inputs.SkuArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import infra.identity.Role;
import infra.identity.RoleGrant;
import infra.identity.RoleGrantArgs;
import infra.monitoring.Diagnostics;
import infra.monitoring.DiagnosticsArgs;
import infra.network.PrivateEndpoint;
import infra.network.PrivateEndpointArgs;
import java.util.List;
import java.util.Map;

/** The container registry of the proxy's image: no admin user, no public side, one identity that pulls. */
public final class Registry extends ComponentResource {

    private static final String TYPE = "infra:registry:Registry";

    private final Output<String> name;
    private final RegistryRef ref;

    public Registry(String name, RegistryArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var registry = new com.pulumi.azurenative.containerregistry.Registry(
                name + "-registry",
                com.pulumi.azurenative.containerregistry.RegistryArgs.builder()
                        .resourceGroupName(args.group().name())
                        .location(args.group().location())
                        .registryName(args.registryName())
                        // Only Premium takes private endpoints.
                        .sku(SkuArgs.builder().name("Premium").build())
                        .adminUserEnabled(false)
                        .publicNetworkAccess("Disabled")
                        .networkRuleBypassOptions("AzureServices")
                        .build(),
                CustomResourceOptions.builder().parent(this).build());
        var endpoint = new PrivateEndpoint(
                name, new PrivateEndpointArgs(args.place(), registry.id(), "registry", List.of()), component());
        var grant = new RoleGrant(
                name + "-puller", new RoleGrantArgs(args.puller(), Role.ACR_PULL, registry.id()), component());
        new Diagnostics(name, new DiagnosticsArgs(args.workspace(), registry.id(), true), component());
        this.name = registry.name();
        this.ref = new RegistryRef(registry.id(), registry.loginServer(), List.of(endpoint.ready(), grant.ready()));
        registerOutputs(Map.of("resourceId", ref.id(), "loginServer", ref.loginServer()));
    }

    private ComponentResourceOptions component() {
        return ComponentResourceOptions.builder().parent(this).build();
    }

    public Output<String> resourceId() {
        return ref.id();
    }

    public Output<String> name() {
        return name;
    }

    public RegistryRef ref() {
        return ref;
    }
}
