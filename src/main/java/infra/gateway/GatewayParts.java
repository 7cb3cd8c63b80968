package infra.gateway;

import com.pulumi.azurenative.network.inputs.ApplicationGatewayBackendAddressArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewayBackendAddressPoolArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewayBackendHttpSettingsArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewayConnectionDrainingArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewayFrontendIPConfigurationArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewayHttpListenerArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewayPathRuleArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewayProbeArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewayProbeHealthResponseMatchArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewayRequestRoutingRuleArgs;
import com.pulumi.azurenative.network.inputs.ApplicationGatewayUrlPathMapArgs;
import com.pulumi.azurenative.network.inputs.SubResourceArgs;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The children of the gateway, which refer to each other by the full ids that they are about to have. */
final class GatewayParts {

    static final String FRONT_END = "front-end";
    static final String PORT = "https";
    static final String CERTIFICATE = "tls";
    static final String PROXY = "proxy";
    static final String ACCOUNTS = "accounts";

    /** What leads past the proxy; the rest of a path is the account's own. */
    static final String DIRECT_PATH = "/direct/*";

    private static final String LISTENER = "https";
    private static final String PATHS = "paths";

    /** Where an account says without a token that it is there (Azure AI services, custom sub-domain health). */
    private static final String ACCOUNT_HEALTH = "/status-0123456789abcdef";

    private final Output<String> gatewayId;
    private final GatewayArgs args;

    GatewayParts(Output<String> gatewayId, GatewayArgs args) {
        this.gatewayId = gatewayId;
        this.args = args;
    }

    private boolean direct() {
        return args.settings().directPath();
    }

    private SubResourceArgs ref(String collection, String name) {
        return SubResourceArgs.builder()
                .id(Output.format("%s/%s/%s", gatewayId, collection, name))
                .build();
    }

    ApplicationGatewayFrontendIPConfigurationArgs frontEnd(Optional<Output<String>> publicAddress) {
        var frontEnd = ApplicationGatewayFrontendIPConfigurationArgs.builder().name(FRONT_END);
        publicAddress.ifPresentOrElse(
                id -> frontEnd.publicIPAddress(SubResourceArgs.builder().id(id).build()),
                () -> frontEnd.subnet(
                                SubResourceArgs.builder().id(args.subnet().id()).build())
                        .privateIPAllocationMethod("Static")
                        .privateIPAddress(args.names().privateAddress()));
        return frontEnd.build();
    }

    ApplicationGatewayHttpListenerArgs listener() {
        return ApplicationGatewayHttpListenerArgs.builder()
                .name(LISTENER)
                .protocol("Https")
                .frontendIPConfiguration(ref("frontendIPConfigurations", FRONT_END))
                .frontendPort(ref("frontendPorts", PORT))
                .sslCertificate(ref("sslCertificates", CERTIFICATE))
                .build();
    }

    List<ApplicationGatewayBackendAddressPoolArgs> pools() {
        var pools = new ArrayList<ApplicationGatewayBackendAddressPoolArgs>();
        pools.add(pool(PROXY, List.of(args.backends().proxy())));
        if (direct()) {
            pools.add(pool(
                    ACCOUNTS,
                    args.backends().accounts().stream().map(Output::of).toList()));
        }
        return pools;
    }

    private static ApplicationGatewayBackendAddressPoolArgs pool(String name, List<Output<String>> hosts) {
        return ApplicationGatewayBackendAddressPoolArgs.builder()
                .name(name)
                .backendAddresses(hosts.stream()
                        .map(host -> ApplicationGatewayBackendAddressArgs.builder()
                                .fqdn(host)
                                .build())
                        .toList())
                .build();
    }

    List<ApplicationGatewayBackendHttpSettingsArgs> settings() {
        var all = new ArrayList<ApplicationGatewayBackendHttpSettingsArgs>();
        all.add(settings(PROXY).build());
        if (direct()) all.add(settings(ACCOUNTS).path("/").build());
        return all;
    }

    private ApplicationGatewayBackendHttpSettingsArgs.Builder settings(String name) {
        return ApplicationGatewayBackendHttpSettingsArgs.builder()
                .name(name)
                .protocol("Https")
                .port(443)
                .cookieBasedAffinity("Disabled")
                .pickHostNameFromBackendAddress(true)
                .requestTimeout(args.requestSeconds())
                .connectionDraining(ApplicationGatewayConnectionDrainingArgs.builder()
                        .enabled(true)
                        .drainTimeoutInSec(args.requestSeconds())
                        .build())
                .probe(ref("probes", name));
    }

    List<ApplicationGatewayProbeArgs> probes() {
        return direct()
                ? List.of(probe(PROXY, "/ready", "200"), probe(ACCOUNTS, ACCOUNT_HEALTH, "200-399"))
                : List.of(probe(PROXY, "/ready", "200"));
    }

    private static ApplicationGatewayProbeArgs probe(String name, String path, String healthy) {
        return ApplicationGatewayProbeArgs.builder()
                .name(name)
                .protocol("Https")
                .path(path)
                .interval(10)
                .timeout(5)
                .unhealthyThreshold(3)
                .pickHostNameFromBackendHttpSettings(true)
                .match(ApplicationGatewayProbeHealthResponseMatchArgs.builder()
                        .statusCodes(healthy)
                        .build())
                .build();
    }

    ApplicationGatewayRequestRoutingRuleArgs rule() {
        var rule = ApplicationGatewayRequestRoutingRuleArgs.builder()
                .name("all")
                .priority(100)
                .httpListener(ref("httpListeners", LISTENER));
        return direct()
                ? rule.ruleType("PathBasedRouting")
                        .urlPathMap(ref("urlPathMaps", PATHS))
                        .build()
                : rule.ruleType("Basic")
                        .backendAddressPool(ref("backendAddressPools", PROXY))
                        .backendHttpSettings(ref("backendHttpSettingsCollection", PROXY))
                        .build();
    }

    List<ApplicationGatewayUrlPathMapArgs> pathMaps() {
        if (!direct()) return List.of();
        return List.of(ApplicationGatewayUrlPathMapArgs.builder()
                .name(PATHS)
                .defaultBackendAddressPool(ref("backendAddressPools", PROXY))
                .defaultBackendHttpSettings(ref("backendHttpSettingsCollection", PROXY))
                .pathRules(ApplicationGatewayPathRuleArgs.builder()
                        .name("direct")
                        .paths(DIRECT_PATH)
                        .backendAddressPool(ref("backendAddressPools", ACCOUNTS))
                        .backendHttpSettings(ref("backendHttpSettingsCollection", ACCOUNTS))
                        .build())
                .build());
    }
}
