package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import localazure.arm.ArmId;
import localazure.arm.Change;

/**
 * The named children of an application gateway, which refer to each other by full id. Source: Azure/bicep-types-az {@code
 * network/2023-02-01}.
 */
final class GatewayParts {
    /** A reference inside an element of a collection, by JSON pointer, and the collection that it leads to. */
    private record Reference(String collection, String pointer, String target) {}

    private static final List<Reference> REFERENCES = List.of(
            new Reference("backendHttpSettingsCollection", "/probe/id", "probes"),
            new Reference("httpListeners", "/frontendIPConfiguration/id", "frontendIPConfigurations"),
            new Reference("httpListeners", "/frontendPort/id", "frontendPorts"),
            new Reference("httpListeners", "/sslCertificate/id", "sslCertificates"),
            new Reference("requestRoutingRules", "/httpListener/id", "httpListeners"),
            new Reference("requestRoutingRules", "/backendAddressPool/id", "backendAddressPools"),
            new Reference("requestRoutingRules", "/backendHttpSettings/id", "backendHttpSettingsCollection"),
            new Reference("requestRoutingRules", "/urlPathMap/id", "urlPathMaps"),
            new Reference("requestRoutingRules", "/rewriteRuleSet/id", "rewriteRuleSets"),
            new Reference("urlPathMaps", "/defaultBackendAddressPool/id", "backendAddressPools"),
            new Reference("urlPathMaps", "/defaultBackendHttpSettings/id", "backendHttpSettingsCollection"));

    /** References of a path rule, which stands inside its map. */
    private static final Map<String, String> OF_PATH_RULES = Map.of(
            "/backendAddressPool/id", "backendAddressPools",
            "/backendHttpSettings/id", "backendHttpSettingsCollection",
            "/rewriteRuleSet/id", "rewriteRuleSets");

    private GatewayParts() {}

    /** Refuses a reference to a child that the gateway does not have. */
    static void checkReferences(Change gateway) {
        for (Reference reference : REFERENCES) {
            for (JsonNode part : gateway.inputs().path(reference.collection())) {
                check(gateway, part.at(reference.pointer()).asText(""), reference.target());
            }
        }
        for (JsonNode map : gateway.inputs().path("urlPathMaps")) {
            for (JsonNode rule : map.path("pathRules")) {
                OF_PATH_RULES.forEach(
                        (pointer, target) -> check(gateway, rule.at(pointer).asText(""), target));
            }
        }
    }

    private static void check(Change gateway, String id, String collection) {
        if (id.isEmpty()) {
            return;
        }
        for (JsonNode part : gateway.inputs().path(collection)) {
            if (ArmId.same(id, id(gateway, collection, part.path("name").asText()))) {
                return;
            }
        }
        throw Refuse.invalidReference(id, gateway.id());
    }

    static String id(Change gateway, String collection, String name) {
        return gateway.id() + "/" + collection + "/" + name;
    }
}
