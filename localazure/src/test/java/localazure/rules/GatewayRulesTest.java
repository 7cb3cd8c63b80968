package localazure.rules;

import static localazure.rules.World.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.function.Consumer;
import localazure.arm.ArmException;
import localazure.arm.ArmResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayRulesTest {
    private static final String GATEWAY = "network:ApplicationGateway";
    private static final String PROVIDERS = World.GROUP + "/providers/";

    @TempDir
    Path dir;

    World world;

    @BeforeEach
    void open() {
        world = new World(dir);
        GatewayExamples.putAround(world);
    }

    private ArmResource put(String type, Consumer<ObjectNode> change) {
        ObjectNode inputs = World.json(GatewayExamples.of(type));
        change.accept(inputs);
        return world.put(type, inputs);
    }

    private static ObjectNode first(ObjectNode inputs, String collection) {
        return (ObjectNode) inputs.path(collection).path(0);
    }

    @Test
    void a_gateway_and_its_children_get_ids() {
        ArmResource gateway = put(GATEWAY, inputs -> {});
        assertEquals(
                GatewayExamples.GATEWAY + "/probes/ready",
                gateway.outputs().at("/probes/0/id").asText());
        assertEquals("Running", gateway.outputs().path("operationalState").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "httpListeners, /frontendPort, frontendPorts",
        "httpListeners, /sslCertificate, sslCertificates",
        "requestRoutingRules, /backendAddressPool, backendAddressPools",
        "backendHttpSettingsCollection, /probe, probes",
    })
    void a_reference_to_a_child_that_is_not_there_is_refused(String collection, String pointer, String target) {
        String lost = GatewayExamples.GATEWAY + "/" + target + "/lost";
        ArmException refused = assertThrows(
                ArmException.class,
                () -> put(
                        GATEWAY,
                        inputs -> ((ObjectNode) first(inputs, collection).at(pointer)).put("id", lost)));
        assertEquals("InvalidResourceReference", refused.code());
        assertTrue(refused.getMessage().contains(lost), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "backendHttpSettingsCollection, requestTimeout, 0",
        "backendHttpSettingsCollection, requestTimeout, 86401",
        "probes, unhealthyThreshold, 21",
        "requestRoutingRules, priority, 20001",
    })
    void a_number_out_of_its_range_is_refused(String collection, String property, int value) {
        assertEquals(
                "InvalidRequestFormat",
                refusal(() -> put(GATEWAY, inputs -> first(inputs, collection).put(property, value))));
    }

    @Test
    void a_rule_needs_a_priority_that_no_other_rule_has() {
        assertEquals(
                "ApplicationGatewayRequestRoutingRulePriorityCannotBeEmpty",
                refusal(() -> put(
                        GATEWAY, inputs -> first(inputs, "requestRoutingRules").remove("priority"))));
        ArmException twice = assertThrows(
                ArmException.class,
                () -> put(
                        GATEWAY,
                        inputs -> inputs.withArray("requestRoutingRules")
                                .add(first(inputs, "requestRoutingRules")
                                        .deepCopy()
                                        .put("name", "again"))));
        assertTrue(twice.getMessage().contains("priority: 100"), twice.getMessage());
    }

    @Test
    void the_security_group_must_let_the_managers_in() {
        put(
                "network:NetworkSecurityGroup",
                inputs -> first(inputs, "securityRules").put("destinationPortRange", "443"));
        assertEquals(
                "ApplicationGatewaySubnetInboundTrafficBlockedByNetworkSecurityGroup",
                refusal(() -> put(GATEWAY, inputs -> {})));
    }

    @Test
    void the_subnet_holds_gateways_alone() {
        assertEquals(
                "ApplicationGatewaySubnetCannotBeUsedByOtherResources",
                refusal(() -> put(
                        GATEWAY,
                        inputs -> ((ObjectNode) inputs.at("/gatewayIPConfigurations/0/subnet"))
                                .put("id", World.NETWORK + "/subnets/apps"))));
        put(GATEWAY, inputs -> {});
        String endpoint = "{privateEndpointName: 'pe', subnet: {id: '" + World.NETWORK
                + "/subnets/gateway'}, privateLinkServiceConnections: [{name: 'c', privateLinkServiceId: '"
                + GatewayExamples.VAULT + "', groupIds: ['vault']}]}";
        assertEquals(
                "ApplicationGatewaySubnetCannotBeUsedByOtherResources",
                refusal(() -> world.put("network:PrivateEndpoint", endpoint)));
    }

    @Test
    void the_identity_must_be_able_to_read_the_certificate() {
        ArmResource grant =
                world.store.ofType("azure-native:authorization:RoleAssignment").get(0);
        world.control.delete(grant.id());
        assertEquals("ApplicationGatewayKeyVaultSecretException", refusal(() -> put(GATEWAY, inputs -> {})));
        world.put("authorization:RoleAssignment", grant.inputs());
        put(GATEWAY, inputs -> {});
        assertEquals(
                "ApplicationGatewayKeyVaultSecretException",
                refusal(() -> put(
                        GATEWAY,
                        inputs -> first(inputs, "sslCertificates")
                                .put("keyVaultSecretId", "https://vault1.vault.azure.net/secrets/other"))));
    }

    @Test
    void the_waf_tier_needs_a_policy_that_exists() {
        assertEquals(
                "ApplicationGatewayFirewallNotConfiguredForSelectedSku",
                refusal(() -> put(GATEWAY, inputs -> inputs.remove("firewallPolicy"))));
        assertEquals(
                "InvalidResourceReference",
                refusal(() -> put(GATEWAY, inputs -> ((ObjectNode) inputs.path("firewallPolicy")).put("id", "/lost"))));
    }

    @Test
    void tls_1_0_is_refused() {
        assertEquals(
                "ApplicationGatewayDeprecatedTlsVersionUsedInSslPolicy",
                refusal(() -> put(
                        GATEWAY,
                        inputs ->
                                ((ObjectNode) inputs.path("sslPolicy")).put("policyName", "AppGwSslPolicy20170401"))));
    }

    @Test
    void capacity_is_fixed_or_scales() {
        assertEquals(
                "InvalidRequestFormat",
                refusal(() -> put(GATEWAY, inputs -> ((ObjectNode) inputs.path("sku")).put("capacity", 2))));
        assertEquals(
                "InvalidRequestFormat",
                refusal(() -> put(
                        GATEWAY,
                        inputs -> ((ObjectNode) inputs.path("autoscaleConfiguration")).put("maxCapacity", 126))));
    }

    @Test
    void what_a_gateway_uses_stays() {
        put(GATEWAY, inputs -> {});
        assertEquals(
                "PublicIPAddressCannotBeDeleted",
                refusal(() -> world.control.delete(PROVIDERS + "Microsoft.Network/publicIPAddresses/ip")));
        assertEquals(
                "WebApplicationFirewallPolicyInUse",
                refusal(() -> world.control.delete(
                        PROVIDERS + "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/waf")));
        assertEquals("InUseSubnetCannotBeDeleted", refusal(() -> world.control.delete(World.NETWORK)));
    }

    @Test
    void a_public_address_is_static_and_covers_the_gateways_zones() {
        assertEquals(
                "PublicIPAddressAllocationMethodNotSupported",
                refusal(() ->
                        put("network:PublicIPAddress", inputs -> inputs.put("publicIPAllocationMethod", "Dynamic"))));
        put("network:PublicIPAddress", inputs -> inputs.putArray("zones").add("2"));
        assertEquals("InvalidRequestFormat", refusal(() -> put(GATEWAY, inputs -> {})));
    }

    @Test
    void a_dns_label_is_free_and_well_formed() {
        ArmResource address = put("network:PublicIPAddress", inputs -> {});
        assertEquals(
                "sluice.japaneast.cloudapp.azure.com",
                address.outputs().at("/dnsSettings/fqdn").asText());
        assertEquals(
                "DnsRecordInUse",
                refusal(() -> put("network:PublicIPAddress", inputs -> inputs.put("publicIpAddressName", "other"))));
        assertEquals(
                "InvalidDomainNameLabel",
                refusal(() -> put(
                        "network:PublicIPAddress",
                        inputs -> ((ObjectNode) inputs.path("dnsSettings")).put("domainNameLabel", "1sluice"))));
    }

    @ParameterizedTest
    @CsvSource({"priority, 0", "priority, 101", "rateLimitThreshold, 0"})
    void a_custom_rule_out_of_its_ranges_is_refused(String property, int value) {
        assertEquals(
                "InvalidWebApplicationFirewallPolicy",
                refusal(() -> put(
                        "network:WebApplicationFirewallPolicy",
                        inputs -> first(inputs, "customRules").put(property, value))));
    }

    @Test
    void a_policy_has_known_managed_rules_and_a_body_limit_in_range() {
        String type = "network:WebApplicationFirewallPolicy";
        assertEquals(
                "InvalidWebApplicationFirewallPolicy",
                refusal(() -> put(
                        type,
                        inputs -> ((ObjectNode) inputs.at("/managedRules/managedRuleSets/0"))
                                .put("ruleSetVersion", "9"))));
        assertEquals(
                "InvalidWebApplicationFirewallPolicy",
                refusal(() -> put(
                        type,
                        inputs -> ((ObjectNode) inputs.path("policySettings")).put("maxRequestBodySizeInKb", 2001))));
    }

    @Test
    void a_secret_never_comes_out() {
        ArmResource secret = world.store.ofType("azure-native:keyvault:Secret").get(0);
        assertFalse(
                secret.outputs().toString().contains("cGZ4"), secret.outputs().toString());
        assertEquals(
                "https://vault1.vault.azure.net/secrets/tls",
                secret.outputs().at("/properties/secretUri").asText());
        assertEquals(
                "BadParameter",
                refusal(() -> world.put("keyvault:Secret", "{vaultName: 'vault1', secretName: 's', properties: {}}")));
    }

    @Test
    void a_vault_has_a_name_of_its_own_and_keeps_its_protection() {
        assertEquals(
                "VaultNameNotValid", refusal(() -> put("keyvault:Vault", inputs -> inputs.put("vaultName", "a--b"))));
        world.put("resources:ResourceGroup", "{resourceGroupName: 'other', location: 'japaneast'}");
        assertEquals(
                "VaultAlreadyExists",
                refusal(() -> put("keyvault:Vault", inputs -> inputs.put("resourceGroupName", "other"))));
        assertEquals(
                "BadRequest",
                refusal(() -> put(
                        "keyvault:Vault",
                        inputs -> ((ObjectNode) inputs.path("properties")).put("enablePurgeProtection", false))));
    }

    @ParameterizedTest
    @CsvSource({
        "A, 10.0.0.4, 60,",
        "A, 10.0.0.400, 60, InvalidRecord",
        "A, 10.0.0.4, 0, InvalidRecord",
        "B, 10.0.0.4, 60, InvalidRecordType"
    })
    void a_record_has_a_type_an_address_and_a_time(String kind, String address, int ttl, String code) {
        world.put("network:PrivateZone", "{privateZoneName: 'apps.example.io', location: 'global'}");
        String record = "{privateZoneName: 'apps.example.io', recordType: '" + kind
                + "', relativeRecordSetName: '*', ttl: " + ttl + ", aRecords: [{ipv4Address: '" + address + "'}]}";
        if (code == null) {
            assertEquals(
                    "*.apps.example.io.",
                    world.put("network:PrivateRecordSet", record)
                            .outputs()
                            .path("fqdn")
                            .asText());
        } else {
            assertEquals(code, refusal(() -> world.put("network:PrivateRecordSet", record)));
        }
    }
}
