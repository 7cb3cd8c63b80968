package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import localazure.arm.ArmException;
import localazure.arm.ArmResource;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/**
 * Application gateways of the v2 SKUs. Source: Azure/bicep-types-az {@code network/2023-02-01}; Microsoft Learn: Application
 * Gateway limits, infrastructure, TLS policy, Key Vault certificates. Codes of priorities, policy, TLS version, secret and
 * security group are from reports, the others unverified. A front end without a public address takes a feature flag of the
 * subscription in Azure, which counts as registered here.
 */
final class ApplicationGatewayRule implements Rule {
    private static final int DAY = 86_400;
    private static final Set<String> OLD_TLS =
            Set.of("AppGwSslPolicy20150501", "AppGwSslPolicy20170401", "AppGwSslPolicy20170401S");
    private static final List<String> COLLECTIONS = List.of(
            "backendAddressPools",
            "backendHttpSettingsCollection",
            "frontendIPConfigurations",
            "frontendPorts",
            "gatewayIPConfigurations",
            "httpListeners",
            "probes",
            "requestRoutingRules",
            "rewriteRuleSets",
            "sslCertificates",
            "urlPathMaps");

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.APPLICATION_GATEWAY,
            "Microsoft.Network/applicationGateways/{applicationGatewayName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            Names.NETWORK,
            "zones");

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        checkSku(change);
        checkParts(change);
        GatewayParts.checkReferences(change);
        change.inputs()
                .path("gatewayIPConfigurations")
                .forEach(each ->
                        GatewaySubnet.check(change, each.at("/subnet/id").asText("")));
        checkFrontEnds(change);
        checkPolicy(change);
        checkTimes(change);
        checkPriorities(change);
        Set<String> identities = Identities.resolve(change);
        change.inputs().path("sslCertificates").forEach(each -> GatewayCertificate.check(change, each, identities));
        answer(change);
    }

    private static void checkSku(Change change) {
        String sku = change.text("/sku/name");
        boolean scales = change.inputs().has("autoscaleConfiguration");
        if (!Set.of("Standard_v2", "WAF_v2").contains(sku) || !sku.equals(change.text("/sku/tier"))) {
            throw invalid(
                    "sku: %s (expected: WAF_v2 or Standard_v2 as name and tier)",
                    change.inputs().path("sku"));
        }
        if (scales == change.inputs().path("sku").has("capacity")) {
            throw invalid("sku.capacity, autoscaleConfiguration: both or neither (expected: one of the two)");
        }
        int least = change.inputs().at("/autoscaleConfiguration/minCapacity").asInt(0);
        int most = change.inputs().at("/autoscaleConfiguration/maxCapacity").asInt(Math.max(2, least));
        if (least < 0 || most < 2 || least > most || most > 125) {
            throw invalid("autoscaleConfiguration: %d to %d (expected: 0 <= min <= max, 2 <= max <= 125)", least, most);
        }
        if (OLD_TLS.contains(change.text("/sslPolicy/policyName"))
                || change.text("/sslPolicy/policyName").isEmpty()) {
            throw Refuse.badRequest(
                    "ApplicationGatewayDeprecatedTlsVersionUsedInSslPolicy",
                    "The TLS policy '%s' of %s supports TLS 1.0 and 1.1, which are retired (expected:"
                            + " AppGwSslPolicy20220101 or AppGwSslPolicy20220101S).",
                    change.text("/sslPolicy/policyName"),
                    change.id());
        }
    }

    private static void checkParts(Change change) {
        for (String needed : List.of(
                "gatewayIPConfigurations",
                "frontendIPConfigurations",
                "frontendPorts",
                "httpListeners",
                "backendAddressPools",
                "backendHttpSettingsCollection",
                "requestRoutingRules")) {
            if (change.inputs().path(needed).isEmpty()) {
                throw invalid("%s: none (expected: one or more)", needed);
            }
        }
    }

    private static void checkFrontEnds(Change change) {
        for (JsonNode front : change.inputs().path("frontendIPConfigurations")) {
            String id = front.at("/publicIPAddress/id").asText("");
            if (id.isEmpty()) {
                continue;
            }
            ArmResource address = change.azure()
                    .store()
                    .find(id)
                    .filter(each -> each.token().equals(Tokens.PUBLIC_IP_ADDRESS))
                    .filter(each -> Regions.same(each, change.text("/location")))
                    .orElseThrow(() -> Refuse.invalidReference(id, change.id()));
            if (!address.inputs().at("/sku/name").asText().equals("Standard")) {
                throw invalid("publicIPAddress %s: SKU Basic (expected: Standard)", id);
            }
            Set<String> zones = new HashSet<>();
            address.inputs().path("zones").forEach(each -> zones.add(each.asText()));
            for (JsonNode zone : change.inputs().path("zones")) {
                if (!zones.contains(zone.asText())) {
                    throw invalid("publicIPAddress %s: zones %s (expected: those of the gateway)", id, zones);
                }
            }
        }
    }

    private static void checkPolicy(Change change) {
        String policy = change.text("/firewallPolicy/id");
        boolean waf = change.text("/sku/tier").equals("WAF_v2");
        if (waf && policy.isEmpty() && !change.inputs().has("webApplicationFirewallConfiguration")) {
            throw Refuse.badRequest(
                    "ApplicationGatewayFirewallNotConfiguredForSelectedSku",
                    "Application Gateway %s with tier WAF_v2 needs a WAF policy.",
                    change.id());
        }
        boolean found = policy.isEmpty()
                || change.azure()
                        .store()
                        .find(policy)
                        .filter(each -> each.token().equals(Tokens.WAF_POLICY))
                        .filter(each -> Regions.same(each, change.text("/location")))
                        .isPresent();
        if (!found) {
            throw Refuse.invalidReference(policy, change.id());
        }
    }

    private static void checkTimes(Change change) {
        for (JsonNode settings : change.inputs().path("backendHttpSettingsCollection")) {
            checkRange(settings, "requestTimeout", 1, DAY);
            if (settings.has("connectionDraining")) {
                checkRange(settings.path("connectionDraining"), "drainTimeoutInSec", 1, 3600);
            }
        }
        for (JsonNode probe : change.inputs().path("probes")) {
            checkRange(probe, "interval", 1, DAY);
            checkRange(probe, "timeout", 1, DAY);
            checkRange(probe, "unhealthyThreshold", 1, 20);
        }
    }

    private static void checkRange(JsonNode part, String property, int least, int most) {
        int value = part.path(property).asInt(least);
        if (value < least || value > most) {
            throw invalid("%s.%s: %d (expected: %d..%d)", part.path("name").asText(), property, value, least, most);
        }
    }

    private static void checkPriorities(Change change) {
        Set<Integer> seen = new HashSet<>();
        for (JsonNode rule : change.inputs().path("requestRoutingRules")) {
            if (!rule.has("priority")) {
                throw Refuse.badRequest(
                        "ApplicationGatewayRequestRoutingRulePriorityCannotBeEmpty",
                        "Priority for the request routing rule %s cannot be empty. All request routing rules should have a"
                                + " priority defined starting from api-version 2021-08-01.",
                        rule.path("name").asText());
            }
            int priority = rule.path("priority").asInt();
            if (priority < 1 || priority > 20_000 || !seen.add(priority)) {
                throw invalid("requestRoutingRules.priority: %d (expected: 1..20000, each once)", priority);
            }
        }
    }

    private static void answer(Change change) {
        change.outputs()
                .put("provisioningState", "Succeeded")
                .put("operationalState", "Running")
                .put("resourceGuid", Stable.uuid("guid", change.id()));
        for (String collection : COLLECTIONS) {
            for (JsonNode part : change.outputs().path(collection)) {
                ((ObjectNode) part)
                        .put(
                                "id",
                                GatewayParts.id(
                                        change, collection, part.path("name").asText()))
                        .put("provisioningState", "Succeeded");
            }
        }
    }

    private static ArmException invalid(String format, Object... values) {
        return Refuse.badRequest("InvalidRequestFormat", format, values);
    }
}
