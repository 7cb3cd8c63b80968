package localazure.planes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import localazure.arm.ArmResource;
import localazure.planes.Arm;
import localazure.planes.Json;

/**
 * What a gateway asks of the platform: its first listener, and the first rule of it.
 *
 * @param networkId the network that its names are resolved in
 * @param certificate vault id of the listener's certificate, as a URI
 * @param routes path rules in order, the default route last
 * @param buffers whether an answer is collected before it is passed on
 */
record GatewaySpec(
        String id,
        String name,
        String networkId,
        String certificate,
        List<Route> routes,
        boolean buffers,
        Optional<String> policyId,
        Optional<String> publicAddressId) {
    private static final int USUAL_TIMEOUT = 20;

    /**
     * Where requests of some paths go.
     *
     * @param prefix what a path begins with, without the final star; empty for the default route
     */
    record Route(String prefix, Target target) {}

    /**
     * A pool as it is reached by one set of backend settings.
     *
     * @param label {@code pool~settings}, as metrics name the two
     * @param path replaces the matched prefix of a path; empty leaves paths as they are
     */
    record Target(String label, List<String> hosts, String path, Duration timeout, HealthProbe probe) {}

    static GatewaySpec of(ArmResource gateway) {
        JsonNode inputs = gateway.inputs();
        JsonNode rule = Json.stream(inputs.path("requestRoutingRules"))
                .min((one, other) ->
                        one.path("priority").asInt() - other.path("priority").asInt())
                .orElseThrow();
        JsonNode listener = part(inputs, "httpListeners", rule.path("httpListener"));
        JsonNode certificate = part(inputs, "sslCertificates", listener.path("sslCertificate"));
        String subnet = inputs.at("/gatewayIPConfigurations/0/subnet/id").asText();
        JsonNode front = part(inputs, "frontendIPConfigurations", listener.path("frontendIPConfiguration"));
        return new GatewaySpec(
                gateway.id(),
                gateway.name(),
                Arm.parentId(subnet),
                certificate.path("keyVaultSecretId").asText(),
                routes(inputs, rule),
                inputs.at("/globalConfiguration/enableResponseBuffering").asBoolean(true),
                Arm.text(inputs.path("firewallPolicy"), "id"),
                Arm.text(front.path("publicIPAddress"), "id"));
    }

    private static List<Route> routes(JsonNode inputs, JsonNode rule) {
        List<Route> routes = new ArrayList<>();
        JsonNode map = part(inputs, "urlPathMaps", rule.path("urlPathMap"));
        for (JsonNode path : map.path("pathRules")) {
            Target target = target(inputs, path.path("backendAddressPool"), path.path("backendHttpSettings"));
            path.path("paths")
                    .forEach(each -> routes.add(new Route(each.asText().replaceFirst("\\*$", ""), target)));
        }
        boolean mapped = map.isObject();
        routes.add(new Route(
                "",
                target(
                        inputs,
                        mapped ? map.path("defaultBackendAddressPool") : rule.path("backendAddressPool"),
                        mapped ? map.path("defaultBackendHttpSettings") : rule.path("backendHttpSettings"))));
        return routes;
    }

    private static Target target(JsonNode inputs, JsonNode poolReference, JsonNode settingsReference) {
        JsonNode pool = part(inputs, "backendAddressPools", poolReference);
        JsonNode settings = part(inputs, "backendHttpSettingsCollection", settingsReference);
        List<String> hosts = Json.stream(pool.path("backendAddresses"))
                .map(each -> each.path("fqdn").asText())
                .toList();
        return new Target(
                pool.path("name").asText() + "~" + settings.path("name").asText(),
                hosts,
                settings.path("path").asText(""),
                Duration.ofSeconds(settings.path("requestTimeout").asLong(USUAL_TIMEOUT)),
                HealthProbe.of(part(inputs, "probes", settings.path("probe"))));
    }

    /** The element of a collection that a reference names, or a missing node. */
    private static JsonNode part(JsonNode inputs, String collection, JsonNode reference) {
        String name = Arm.lastSegment(reference.path("id").asText("/"));
        return Json.stream(inputs.path(collection))
                .filter(each -> each.path("name").asText().equalsIgnoreCase(name))
                .findFirst()
                .orElse(reference.path("missing"));
    }
}
