package infra.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import infra.identity.Role;
import infra.identity.RoleGrant;
import infra.identity.RoleGrantArgs;
import infra.settings.Settings;
import infra.settings.Settings.FrontEnd;
import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResource;
import infra.testkit.RecordedResources;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewayTest {

    private static final String POLICY = "azure-native:network:WebApplicationFirewallPolicy";
    private static final String ADDRESS = "azure-native:network:PublicIPAddress";

    @Test
    void defaults_are_secure() {
        var resources = run(settings(FrontEnd.PUBLIC, false, 3));
        var gateway = gateway(resources);
        assertEquals("WAF_v2", gateway.at("sku.tier"));
        assertNull(gateway.at("sku.capacity"));
        assertEquals("AppGwSslPolicy20220101S", gateway.at("sslPolicy.policyName"));
        assertEquals("Https", gateway.at("httpListeners.0.protocol"));
        assertNull(gateway.at("httpListeners.1"));
        assertEquals("Https", gateway.at("backendHttpSettingsCollection.0.protocol"));
        var policy = resources.only(POLICY);
        assertEquals("Prevention", policy.at("policySettings.mode"));
        assertEquals("Enabled", policy.at("policySettings.state"));
        assertTrue(gateway.at("firewallPolicy.id").toString().contains("gw-firewall"));
    }

    @Test
    void max_sets_every_option() {
        var resources = run(settings(FrontEnd.PRIVATE, true, 3));
        var gateway = gateway(resources);
        assertEquals(List.of("1", "2", "3"), gateway.at("zones"));
        assertEquals(1L, gateway.at("autoscaleConfiguration.minCapacity"));
        assertEquals(4L, gateway.at("autoscaleConfiguration.maxCapacity"));
        assertEquals(List.of("identity"), gateway.at("identity.userAssignedIdentities"));
        assertEquals("https://v.vault.azure.net/secrets/s", gateway.at("sslCertificates.0.keyVaultSecretId"));
        assertEquals("10.20.0.10", gateway.at("frontendIPConfigurations.0.privateIPAddress"));
        assertEquals("a.openai.azure.com", gateway.at("backendAddressPools.1.backendAddresses.0.fqdn"));
        assertEquals(77L, resources.only(POLICY).at("customRules.0.rateLimitThreshold"));
    }

    @Test
    void an_account_behind_it_is_probed_where_it_answers_without_a_token() {
        var gateway = gateway(run(settings(FrontEnd.PUBLIC, true, 3)));
        assertEquals("/status-0123456789abcdef", gateway.at("probes.1.path"));
        assertEquals("200-399", gateway.at("probes.1.match.statusCodes.0"));
        assertTrue(gateway.at("backendHttpSettingsCollection.1.probe.id")
                .toString()
                .endsWith("/probes/accounts"));
    }

    @Test
    void what_streams_back_is_not_held() {
        assertEquals(
                false,
                gateway(run(settings(FrontEnd.PUBLIC, false, 3))).at("globalConfiguration.enableResponseBuffering"));
    }

    @Test
    void the_proxy_is_behind_it_and_probed_for_readiness() {
        var gateway = gateway(run(settings(FrontEnd.PUBLIC, false, 3)));
        assertEquals("proxy.example.io", gateway.at("backendAddressPools.0.backendAddresses.0.fqdn"));
        assertEquals("/ready", gateway.at("probes.0.path"));
        assertEquals(230L, gateway.at("backendHttpSettingsCollection.0.requestTimeout"));
        assertEquals(230L, gateway.at("backendHttpSettingsCollection.0.connectionDraining.drainTimeoutInSec"));
        assertEquals("Basic", gateway.at("requestRoutingRules.0.ruleType"));
    }

    @Test
    void the_accounts_are_behind_it_only_when_the_settings_say_so() {
        var closed = gateway(run(settings(FrontEnd.PUBLIC, false, 3)));
        assertNull(closed.at("backendAddressPools.1"));
        assertEquals(List.of(), closed.at("urlPathMaps"));
        var open = gateway(run(settings(FrontEnd.PUBLIC, true, 3)));
        assertEquals("a.openai.azure.com", open.at("backendAddressPools.1.backendAddresses.0.fqdn"));
        assertEquals(List.of("/direct/*"), open.at("urlPathMaps.0.pathRules.0.paths"));
        assertEquals("/", open.at("backendHttpSettingsCollection.1.path"));
        assertEquals("PathBasedRouting", open.at("requestRoutingRules.0.ruleType"));
        assertTrue(
                open.at("urlPathMaps.0.defaultBackendAddressPool.id").toString().endsWith("/proxy"));
    }

    @Test
    void a_public_front_end_has_an_address_with_its_zones_and_a_name() {
        var resources = run(settings(FrontEnd.PUBLIC, false, 2));
        var address = resources.only(ADDRESS);
        assertEquals("Standard", address.at("sku.name"));
        assertEquals("Static", address.at("publicIPAllocationMethod"));
        assertEquals("label", address.at("dnsSettings.domainNameLabel"));
        assertEquals(List.of("1", "2"), address.at("zones"));
        assertEquals(List.of("1", "2"), gateway(resources).at("zones"));
    }

    @Test
    void a_private_front_end_has_an_address_of_the_network_alone() {
        var resources = run(settings(FrontEnd.PRIVATE, false, 0));
        assertEquals(List.of(), resources.ofType(ADDRESS));
        var gateway = gateway(resources);
        assertEquals("10.20.0.10", gateway.at("frontendIPConfigurations.0.privateIPAddress"));
        assertNull(gateway.at("frontendIPConfigurations.0.publicIPAddress"));
        assertEquals(List.of(), gateway.at("zones"));
    }

    @Test
    void long_prompts_pass_and_their_text_is_not_taken_for_an_attack() {
        var policy = run(settings(FrontEnd.PUBLIC, false, 3)).only(POLICY);
        // The most that a policy takes; forms count as uploads.
        assertEquals(2000L, policy.at("policySettings.maxRequestBodySizeInKb"));
        assertEquals(3L, policy.at("policySettings.fileUploadLimitInMb"));
        assertEquals("messages", policy.at("managedRules.exclusions.0.selector"));
        var groups = (List<?>) policy.at("managedRules.exclusions.0.exclusionManagedRuleSets.0.ruleGroups");
        assertTrue(groups.toString().contains("942-APPLICATION-ATTACK-SQLI"), groups.toString());
        assertTrue(!groups.toString().contains("920-PROTOCOL-ENFORCEMENT"), "other groups still read prompts");
    }

    @Test
    void one_client_may_ask_so_often_and_no_more() {
        var policy = run(settings(FrontEnd.PUBLIC, false, 3)).only(POLICY);
        assertEquals("RateLimitRule", policy.at("customRules.0.ruleType"));
        assertEquals("Block", policy.at("customRules.0.action"));
        assertEquals(77L, policy.at("customRules.0.rateLimitThreshold"));
        assertEquals("ClientAddr", policy.at("customRules.0.groupByUserSession.0.groupByVariables.0.variableName"));
    }

    @Test
    void children_refer_to_each_other_by_the_gateways_fixed_name() {
        var gateway = gateway(run(settings(FrontEnd.PUBLIC, false, 3)));
        assertEquals("gw", gateway.at("applicationGatewayName"));
        assertEquals(
                "/subscriptions/s/resourceGroups/group/providers/Microsoft.Network/applicationGateways/gw/probes/proxy",
                gateway.at("backendHttpSettingsCollection.0.probe.id"));
    }

    @Test
    void it_waits_for_what_its_certificate_and_its_names_need() {
        var resources = run(settings(FrontEnd.PUBLIC, false, 3));
        assertTrue(gateway(resources).waitsFor(resources.only("azure-native:authorization:RoleAssignment")));
    }

    @Test
    void the_logs_of_the_gateway_and_of_its_address_are_kept() {
        var settings = run(settings(FrontEnd.PUBLIC, false, 3)).ofType("azure-native:insights:DiagnosticSetting");
        assertEquals(2, settings.size());
        var alone = run(settings(FrontEnd.PRIVATE, false, 3)).ofType("azure-native:insights:DiagnosticSetting");
        assertEquals(1, alone.size());
    }

    @Test
    void arguments_that_azure_refuses_are_refused_here() {
        var settings = settings(FrontEnd.PUBLIC, false, 3);
        assertEquals(
                "names.gateway: -gw (expected: 1 to 80 letters, digits, '_', '.' and '-')",
                fault(() -> args(settings, "-gw", 230)));
        assertEquals("requestSeconds: 3601 (expected: 1 to 3600)", fault(() -> args(settings, "gw", 3601)));
        assertEquals("requestSeconds: 0 (expected: 1 to 3600)", fault(() -> args(settings, "gw", 0)));
        assertEquals(
                "names.dnsLabel: 1st (expected: 3 to 63 lower-case letters, digits and '-', a letter first)",
                fault(() -> args(settings, new GatewayArgs.Names("gw", "1st", "10.20.0.10"), List.of("a"))));
    }

    @Test
    void a_direct_path_that_leads_nowhere_is_refused() {
        var names = new GatewayArgs.Names("gw", "label", "10.20.0.10");
        assertEquals(
                "backends.accounts: none (expected: one or more for the direct path)",
                fault(() -> args(settings(FrontEnd.PUBLIC, true, 3), names, List.of())));
        assertEquals(
                List.of(),
                args(settings(FrontEnd.PUBLIC, false, 3), names, List.of())
                        .backends()
                        .accounts());
    }

    private static String fault(Runnable arguments) {
        return assertThrows(IllegalArgumentException.class, arguments::run).getMessage();
    }

    private static RecordedResource gateway(RecordedResources resources) {
        return resources.only("azure-native:network:ApplicationGateway");
    }

    private static Settings.Gateway settings(FrontEnd frontEnd, boolean directPath, int zones) {
        return new Settings.Gateway(
                frontEnd,
                Optional.empty(),
                new Settings.Certificate.Generated(),
                directPath,
                77,
                zones,
                new Settings.Replicas(1, 4));
    }

    private static RecordedResources run(Settings.Gateway settings) {
        return PulumiHarness.run(context -> {
            var before = new RoleGrant(
                            "before",
                            new RoleGrantArgs(Fixtures.identity(), Role.KEY_VAULT_SECRETS_USER, Output.of("scope")),
                            Fixtures.options())
                    .ready();
            new Gateway("gw", args(settings, "gw", 230, List.of(before)), Fixtures.options());
        });
    }

    private static GatewayArgs args(Settings.Gateway settings, String name, int seconds) {
        return args(settings, name, seconds, List.of());
    }

    private static GatewayArgs args(Settings.Gateway settings, String name, int seconds, List<Resource> after) {
        var names = new GatewayArgs.Names(name, "label", "10.20.0.10");
        return args(settings, names, List.of("a.openai.azure.com"), seconds, after);
    }

    private static GatewayArgs args(Settings.Gateway settings, GatewayArgs.Names names, List<String> accounts) {
        return args(settings, names, accounts, 230, List.of());
    }

    private static GatewayArgs args(
            Settings.Gateway settings,
            GatewayArgs.Names names,
            List<String> accounts,
            int seconds,
            List<Resource> after) {
        return new GatewayArgs(
                Fixtures.group(),
                Output.of("s"),
                Fixtures.subnet(),
                names,
                settings,
                new CertificateRef(Output.of("https://v.vault.azure.net/secrets/s"), Output.of("identity"), List.of()),
                new GatewayArgs.Backends(Output.of("proxy.example.io"), accounts),
                3,
                seconds,
                Fixtures.workspace(),
                after);
    }
}
