package infra.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.plan.Plan;
import infra.settings.Catalogue;
import infra.settings.Settings;
import infra.testkit.FakeImageBuilder;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResource;
import infra.testkit.RecordedResources;
import infra.testkit.StackFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlatformTest {

    private static final String APP = "azure-native:app/v20230501:ContainerApp";

    @Test
    void only_the_types_of_the_contract_are_registered() {
        var types = new TreeSet<String>();
        Programs.run("prod").all().stream()
                .map(RecordedResource::type)
                .filter(type -> !type.startsWith("infra:") && !type.startsWith("pulumi:pulumi:"))
                .forEach(types::add);
        assertEquals(
                List.of(
                        "azure-native:app/v20230501:ContainerApp",
                        "azure-native:app/v20230501:ManagedEnvironment",
                        "azure-native:authorization:RoleAssignment",
                        "azure-native:cognitiveservices:Account",
                        "azure-native:cognitiveservices:Deployment",
                        "azure-native:containerregistry:Registry",
                        "azure-native:documentdb:DatabaseAccount",
                        "azure-native:documentdb:SqlResourceSqlContainer",
                        "azure-native:documentdb:SqlResourceSqlDatabase",
                        "azure-native:documentdb:SqlResourceSqlRoleAssignment",
                        "azure-native:documentdb:SqlResourceSqlRoleDefinition",
                        "azure-native:insights:ActionGroup",
                        "azure-native:insights:DiagnosticSetting",
                        "azure-native:insights:MetricAlert",
                        "azure-native:insights:ScheduledQueryRule",
                        "azure-native:insights:Workbook",
                        "azure-native:managedidentity:UserAssignedIdentity",
                        "azure-native:network:ApplicationGateway",
                        "azure-native:network:NetworkSecurityGroup",
                        "azure-native:network:PrivateDnsZoneGroup",
                        "azure-native:network:PrivateEndpoint",
                        "azure-native:network:PrivateRecordSet",
                        "azure-native:network:PrivateZone",
                        "azure-native:network:PublicIPAddress",
                        "azure-native:network:VirtualNetwork",
                        "azure-native:network:VirtualNetworkLink",
                        "azure-native:network:WebApplicationFirewallPolicy",
                        "azure-native:operationalinsights:Workspace",
                        "azure-native:resources:ResourceGroup",
                        "pulumi:providers:azure-native"),
                List.copyOf(types));
    }

    @Test
    void every_azure_resource_uses_the_one_explicit_provider() {
        for (var each : Programs.run("dev").all()) {
            if (each.type().startsWith("azure-native:")) {
                assertTrue(
                        each.provider().contains("pulumi:providers:azure-native::sluice-azure"),
                        each.urn() + " " + each.provider());
            }
        }
    }

    @Test
    void the_proxy_starts_after_every_grant_and_every_private_name_of_its_own() {
        var resources = Programs.run("prod");
        var app = resources.only(APP);
        for (var type :
                List.of("authorization:RoleAssignment", "network:PrivateDnsZoneGroup", "network:VirtualNetworkLink")) {
            var before = resources.ofType("azure-native:" + type).stream()
                    .filter(each -> !each.name().matches("sluice-(gateway|apps-dns)-.*"))
                    .toList();
            assertFalse(before.isEmpty(), type);
            for (var each : before) assertTrue(app.waitsFor(each), each.urn());
        }
    }

    @Test
    void the_gateway_is_made_after_its_certificate_can_be_read_and_every_name_behind_it_leads_somewhere() {
        var resources = Programs.run("prod");
        var gateway = resources.only("azure-native:network:ApplicationGateway");
        var before = Stream.of("network:VirtualNetworkLink", "network:PrivateRecordSet", "network:PrivateDnsZoneGroup")
                .flatMap(type -> resources.ofType("azure-native:" + type).stream())
                .filter(each -> !each.name().matches("sluice-(images|log)-.*"))
                .toList();
        assertTrue(before.size() > 14, before.toString());
        for (var each : before) assertTrue(gateway.waitsFor(each), each.urn());
        assertTrue(gateway.waitsFor(resources.only(
                "azure-native:authorization:RoleAssignment", "sluice-gateway-certificate-reader-grant")));
    }

    @Test
    void an_adopted_vault_is_used_and_not_owned() {
        var prod = Programs.run("prod");
        assertEquals(List.of(), prod.ofType("azure-native:keyvault:Vault"));
        assertEquals(List.of(), prod.ofType("azure-native:keyvault:Secret"));
        assertEquals(
                "https://company-certificates.vault.azure.net/secrets/ai-gateway",
                prod.only("azure-native:network:ApplicationGateway").at("sslCertificates.0.keyVaultSecretId"));
        assertEquals("https://ai.example.com", prod.outputs().get("endpoint"));
    }

    @Test
    void the_writer_of_the_prompt_log_is_not_the_proxys_identity() {
        var resources = Programs.run("prod");
        var shipper = resources.only("azure-native:managedidentity:UserAssignedIdentity", "sluice-shipper-identity");
        var carried = resources.only(APP).at("identity.userAssignedIdentities").toString();
        assertFalse(carried.contains(shipper.id()), carried);
    }

    @Test
    void prod_is_twelve_accounts_and_one_region_lacks_the_large_model() {
        var resources = Programs.run("prod");
        assertEquals(
                12, resources.ofType("azure-native:cognitiveservices:Account").size());
        var west = resources.ofType("azure-native:cognitiveservices:Deployment").stream()
                .filter(each -> each.name().matches("sluice-account-[ghi]-.*"))
                .map(each -> each.at("deploymentName"))
                .distinct()
                .toList();
        assertEquals(List.of("gpt-5-mini"), west);
    }

    @Test
    void outputs_say_where_to_call_and_what_to_expect() {
        var outputs = Programs.run("dev").outputs();
        assertEquals("https://sluice-dev-e01406.japaneast.cloudapp.azure.com", outputs.get("endpoint"));
        assertEquals("https://sluice-dev-proxy.mock.azurecontainerapps.io", outputs.get("proxyUrl"));
        assertEquals("api://sluice", outputs.get("audience"));
        assertEquals("docs/runbooks/README.md", outputs.get("runbook"));
        assertTrue(Files.exists(Path.of((String) outputs.get("runbook"))));
        assertEquals(
                new TreeSet<>(List.of(
                        "accounts",
                        "audience",
                        "availability",
                        "callers",
                        "capacity",
                        "cost",
                        "endpoint",
                        "promptLog",
                        "proxyUrl",
                        "runbook")),
                outputs.keySet());
        var account = (Map<?, ?>) ((List<?>) outputs.get("accounts")).get(0);
        assertEquals("A eastus", account.get("name") + " " + account.get("region"));
        assertTrue(account.get("endpoint").toString().startsWith("https://sluice-dev-a-"));
    }

    @Test
    void the_cost_counts_what_the_program_registers() {
        for (var stack : List.of("dev", "prod")) {
            var resources = Programs.run(stack);
            var cost = (Map<?, ?>) resources.outputs().get("cost");
            assertEquals(List.of(), cost.get("unpriced"), stack);
            var endpoints = ((List<?>) cost.get("rows"))
                    .stream()
                            .map(row -> (Map<?, ?>) row)
                            .filter(row -> row.get("kind").equals("Private endpoint"))
                            .findFirst()
                            .orElseThrow();
            assertEquals(
                    resources.ofType("azure-native:network:PrivateEndpoint").size(),
                    ((Number) endpoints.get("count")).intValue());
        }
    }

    @Test
    void one_changed_capacity_changes_every_artefact() {
        var before = StackFiles.settings("dev");
        var model = before.models().get(0);
        var more = new Settings.Model(
                model.name(), model.model(), model.version(), model.sku(), 70, model.contentFilter());
        var accounts = before.accounts().stream()
                .map(account ->
                        new Settings.Account(account.name(), account.region(), List.of(more), Optional.empty(), 1))
                .toList();
        var resources =
                run(settings -> with(settings, List.of(more), accounts, settings.workspace(), settings.callers()));
        assertEquals(
                70L,
                resources
                        .only("azure-native:cognitiveservices:Deployment", "sluice-account-a-gpt-5.1")
                        .at("sku.capacity"));
        assertTrue(configuration(resources).contains("\"requestsPerMinute\":70,\"tokensPerMinute\":70000"));
        var row = (Map<?, ?>) ((List<?>) resources.outputs().get("capacity")).get(0);
        assertEquals(140_000, ((Number) row.get("tokensPerMinute")).intValue());
    }

    @Test
    void an_adopted_workspace_is_used_and_not_owned() {
        var id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w";
        var resources = run(settings -> with(
                settings,
                settings.models(),
                settings.accounts(),
                new Settings.Workspace.Adopt(id),
                settings.callers()));
        assertEquals(List.of(), resources.ofType("azure-native:operationalinsights:Workspace"));
        assertEquals(
                List.of(id),
                resources.ofType("azure-native:insights:DiagnosticSetting").stream()
                        .map(each -> each.at("workspaceId"))
                        .distinct()
                        .toList());
    }

    @Test
    void callers_are_of_the_deployers_tenant_unless_another_is_named() {
        assertTrue(
                configuration(Programs.run("dev")).contains("\"tenantId\":\"11111111-1111-1111-1111-111111111111\""));
        var named = new Settings.Callers(
                Optional.of("22222222-2222-2222-2222-222222222222"), "api://other", Optional.of("Chat"), List.of());
        var resources =
                run(settings -> with(settings, settings.models(), settings.accounts(), settings.workspace(), named));
        assertTrue(
                configuration(resources)
                        .contains(
                                "{\"tenantId\":\"22222222-2222-2222-2222-222222222222\",\"audience\":\"api://other\",\"requiredRole\":\"Chat\"}"));
        assertEquals("api://other", resources.outputs().get("audience"));
        var callers = (Map<?, ?>) ((List<?>) resources.outputs().get("callers")).get(0);
        assertEquals(List.of("Chat"), callers.get("roles"));
    }

    private static String configuration(RecordedResources resources) {
        return resources.only(APP).at("template.containers.0.env.0.value").toString();
    }

    private static RecordedResources run(UnaryOperator<Settings> change) {
        var settings = change.apply(StackFiles.settings("dev"));
        var plan = Plan.of(settings, Catalogue.load(), "test", "sluice", "dev");
        return PulumiHarness.run("dev", Programs.program(plan, FakeImageBuilder.unbuilt()));
    }

    private static Settings with(
            Settings settings,
            List<Settings.Model> models,
            List<Settings.Account> accounts,
            Settings.Workspace workspace,
            Settings.Callers callers) {
        return new Settings(
                settings.subscriptionId(),
                settings.location(),
                settings.addressSpace(),
                settings.generation(),
                settings.dataBoundary(),
                models,
                accounts,
                callers,
                settings.replicas(),
                settings.timeouts(),
                settings.limits(),
                settings.streams(),
                workspace,
                settings.alerts(),
                settings.gateway(),
                settings.image(),
                settings.promptLog(),
                settings.contentFilters(),
                settings.screening(),
                settings.responseKey(),
                settings.protect(),
                settings.zoneRedundant());
    }
}
