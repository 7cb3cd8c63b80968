package infra.gateway;

import com.pulumi.azurenative.network.ApplicationGateway;
import com.pulumi.azurenative.network.ApplicationGatewayArgs;
import com.pulumi.azurenative.network.PublicIPAddress;
import com.pulumi.azurenative.network.WebApplicationFirewallPolicy;
import com.pulumi.azurenative.network.WebApplicationFirewallPolicyArgs;
import com.pulumi.azurenative.network.enums.ResourceIdentityType;
import com.pulumi.azurenative.network.inputs.ApplicationGatewayAutoscaleConfigurationArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewayFrontendPortArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewayGlobalConfigurationArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewayIPConfigurationArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewaySkuArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewaySslCertificateArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewaySslPolicyArgs;
import com.pulumi.azurenative.network.inputs.ManagedServiceIdentityArgs;
import com.pulumi.azurenative.network.inputs.PublicIPAddressDnsSettingsArgs;
import com.pulumi.azurenative.network.inputs.PublicIPAddressSkuArgs;
import com.pulumi.azurenative.network.inputs.SubResourceArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.CustomTimeouts;
import infra.monitoring.Diagnostics;
import infra.monitoring.DiagnosticsArgs;
import infra.settings.Settings.FrontEnd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The application gateway: the one door to the proxy, with a firewall, and no buffering of what streams back. */
public final class Gateway extends ComponentResource {

    private static final String TYPE = "infra:gateway:Gateway";

    private final Output<String> resourceId;
    private final Output<String> name;

    public Gateway(String name, GatewayArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        Optional<Output<String>> address = args.settings().frontEnd() == FrontEnd.PUBLIC
                ? Optional.of(publicAddress(name, args).id())
                : Optional.empty();
        address.ifPresent(id -> diagnostics(name + "-address", args, id));
        var policy = policy(name, args);
        var gateway = gateway(name, args, address, policy);
        diagnostics(name, args, gateway.id());
        this.resourceId = gateway.id();
        this.name = gateway.name();
        registerOutputs(Map.of("resourceId", resourceId));
    }

    private PublicIPAddress publicAddress(String name, GatewayArgs args) {
        return new PublicIPAddress(
                name + "-address",
                com.pulumi.azurenative.network.PublicIPAddressArgs.builder()
                        .resourceGroupName(args.group().name())
                        .location(args.group().location())
                        .sku(PublicIPAddressSkuArgs.builder().name("Standard").build())
                        .publicIPAllocationMethod("Static")
                        .dnsSettings(PublicIPAddressDnsSettingsArgs.builder()
                                .domainNameLabel(args.names().dnsLabel())
                                .build())
                        .zones(zones(args))
                        .build(),
                // A label belongs to one address at a time.
                CustomResourceOptions.builder()
                        .parent(this)
                        .deleteBeforeReplace(true)
                        .build());
    }

    private WebApplicationFirewallPolicy policy(String name, GatewayArgs args) {
        return new WebApplicationFirewallPolicy(
                name + "-firewall",
                WebApplicationFirewallPolicyArgs.builder()
                        .resourceGroupName(args.group().name())
                        .location(args.group().location())
                        .policySettings(WafRules.settings(args.requestBodyMegabytes()))
                        .managedRules(WafRules.managed())
                        .customRules(WafRules.rateLimit(args.settings().requestsPerMinutePerClient()))
                        .build(),
                CustomResourceOptions.builder().parent(this).build());
    }

    private ApplicationGateway gateway(
            String name, GatewayArgs args, Optional<Output<String>> address, WebApplicationFirewallPolicy policy) {
        var id = Output.format(
                "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Network/applicationGateways/%s",
                args.subscriptionId(), args.group().name(), args.names().gateway());
        var parts = new GatewayParts(id, args);
        return new ApplicationGateway(
                name + "-gateway",
                platform(args, policy)
                        .frontendIPConfigurations(parts.frontEnd(address))
                        .httpListeners(parts.listener())
                        .backendAddressPools(parts.pools())
                        .backendHttpSettingsCollection(parts.settings())
                        .probes(parts.probes())
                        .requestRoutingRules(parts.rule())
                        .urlPathMaps(parts.pathMaps())
                        .build(),
                // Azure reads the certificate and resolves the backends while it creates the gateway, which takes long.
                CustomResourceOptions.builder()
                        .parent(this)
                        .dependsOn(args.after())
                        .customTimeouts(CustomTimeouts.builder()
                                .create(Duration.ofMinutes(60))
                                .update(Duration.ofMinutes(60))
                                .delete(Duration.ofMinutes(60))
                                .build())
                        .build());
    }

    /** All but the children that refer to each other. */
    private static ApplicationGatewayArgs.Builder platform(GatewayArgs args, WebApplicationFirewallPolicy policy) {
        return ApplicationGatewayArgs.builder()
                .resourceGroupName(args.group().name())
                .location(args.group().location())
                .applicationGatewayName(args.names().gateway())
                .zones(zones(args))
                .sku(ApplicationGatewaySkuArgs.builder()
                        .name("WAF_v2")
                        .tier("WAF_v2")
                        .build())
                .autoscaleConfiguration(ApplicationGatewayAutoscaleConfigurationArgs.builder()
                        .minCapacity(args.settings().instances().min())
                        .maxCapacity(args.settings().instances().max())
                        .build())
                .sslPolicy(ApplicationGatewaySslPolicyArgs.builder()
                        .policyType("Predefined")
                        .policyName("AppGwSslPolicy20220101S")
                        .build())
                .firewallPolicy(SubResourceArgs.builder().id(policy.id()).build())
                // On by default, it would hold back an event stream until its end.
                .globalConfiguration(ApplicationGatewayGlobalConfigurationArgs.builder()
                        .enableRequestBuffering(true)
                        .enableResponseBuffering(false)
                        .build())
                .identity(ManagedServiceIdentityArgs.builder()
                        .type(ResourceIdentityType.UserAssigned)
                        .userAssignedIdentities(args.certificate().identityId().applyValue(List::of))
                        .build())
                .gatewayIPConfigurations(ApplicationGatewayIPConfigurationArgs.builder()
                        .name("subnet")
                        .subnet(SubResourceArgs.builder().id(args.subnet().id()).build())
                        .build())
                .frontendPorts(ApplicationGatewayFrontendPortArgs.builder()
                        .name(GatewayParts.PORT)
                        .port(443)
                        .build())
                .sslCertificates(ApplicationGatewaySslCertificateArgs.builder()
                        .name(GatewayParts.CERTIFICATE)
                        .keyVaultSecretId(args.certificate().secretUri())
                        .build());
    }

    private static List<String> zones(GatewayArgs args) {
        return IntStream.rangeClosed(1, args.settings().zones())
                .mapToObj(String::valueOf)
                .toList();
    }

    private void diagnostics(String name, GatewayArgs args, Output<String> target) {
        new Diagnostics(
                name,
                new DiagnosticsArgs(args.workspace(), target, true),
                ComponentResourceOptions.builder().parent(this).build());
    }

    public Output<String> resourceId() {
        return resourceId;
    }

    public Output<String> name() {
        return name;
    }
}
