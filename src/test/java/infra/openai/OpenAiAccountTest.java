package infra.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.settings.DataBoundary;
import infra.settings.Settings;
import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResources;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenAiAccountTest {

    private static final String ACCOUNT = "azure-native:cognitiveservices:Account";
    private static final String DEPLOYMENT = "azure-native:cognitiveservices:Deployment";

    @Test
    void defaults_are_secure() {
        var account = run(args("one")).only(ACCOUNT);
        assertEquals(true, account.at("properties.disableLocalAuth"));
        assertEquals("Disabled", account.at("properties.publicNetworkAccess"));
        assertEquals("Deny", account.at("properties.networkAcls.defaultAction"));
        assertEquals("region", account.at("tags.dataBoundary"));
        assertEquals("us", account.at("tags.geography"));
        assertEquals("eu us", account.at("tags.allowedGeographies"));
    }

    @Test
    void an_account_has_its_own_name_as_sub_domain_and_its_own_region() {
        var account = run(args("one")).only(ACCOUNT);
        assertEquals("sluice-a", account.at("accountName"));
        assertEquals("sluice-a", account.at("properties.customSubDomainName"));
        assertEquals("eastus", account.at("location"));
        assertEquals("OpenAI", account.at("kind"));
    }

    @Test
    void max_sets_every_option() {
        var resources = run(args("one").dataBoundary(DataBoundary.WORLD).protect(true));
        assertEquals("world", resources.only(ACCOUNT).at("tags.dataBoundary"));
    }

    @Test
    void a_deployment_is_what_the_settings_say_and_stays_at_its_version() {
        var deployment = run(args("one")).only(DEPLOYMENT);
        assertEquals("one", deployment.at("deploymentName"));
        assertEquals("DataZoneStandard", deployment.at("sku.name"));
        assertEquals(10L, deployment.at("sku.capacity"));
        assertEquals("gpt-5-mini", deployment.at("properties.model.name"));
        assertEquals("2025-08-07", deployment.at("properties.model.version"));
        assertEquals("NoAutoUpgrade", deployment.at("properties.versionUpgradeOption"));
        assertEquals("Microsoft.DefaultV2", deployment.at("properties.raiPolicyName"));
    }

    @Test
    void deployments_are_made_one_after_another() {
        var resources = run(args("one", "two", "three"));
        var account = resources.only(ACCOUNT);
        assertTrue(resources.only(DEPLOYMENT, "a-one").waitsFor(account));
        assertTrue(resources.only(DEPLOYMENT, "a-two").waitsFor(resources.only(DEPLOYMENT, "a-one")));
        assertTrue(resources.only(DEPLOYMENT, "a-three").waitsFor(resources.only(DEPLOYMENT, "a-two")));
    }

    @Test
    void the_private_endpoint_waits_for_all_deployments() {
        var resources = run(args("one", "two"));
        var endpoint = resources.only("azure-native:network:PrivateEndpoint");
        assertTrue(endpoint.waitsFor(resources.only(DEPLOYMENT, "a-two")));
        assertEquals(List.of("account"), endpoint.at("privateLinkServiceConnections.0.groupIds"));
    }

    @Test
    void the_caller_may_call_this_account_and_nothing_else() {
        var resources = run(args("one"));
        var grant = resources.only("azure-native:authorization:RoleAssignment");
        assertTrue(grant.at("scope").toString().endsWith("/Account/sluice-a"));
        assertTrue(grant.at("roleDefinitionId").toString().endsWith("5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"));
    }

    @Test
    void the_logs_of_the_account_are_kept() {
        var setting = run(args("one")).only("azure-native:insights:DiagnosticSetting");
        assertTrue(setting.at("resourceUri").toString().endsWith("/Account/sluice-a"));
    }

    @Test
    void the_account_is_ready_when_its_private_name_and_the_role_exist() {
        var resources = PulumiHarness.run(context -> {
            var ready = account(args("one")).ref().ready();
            context.export(
                    "ready",
                    com.pulumi.core.Output.all(
                            ready.stream().map(each -> each.urn()).toList()));
        });
        var ready = resources.outputs().get("ready").toString();
        assertTrue(ready.contains("PrivateDnsZoneGroup::a-dns"), ready);
        assertTrue(ready.contains("RoleAssignment::a-caller-grant"), ready);
    }

    @Test
    void the_endpoint_is_azures_answer() {
        var resources = PulumiHarness.run(
                context -> context.export("endpoint", account(args("one")).endpoint()));
        assertEquals("https://sluice-a.openai.azure.com/", resources.outputs().get("endpoint"));
    }

    @Test
    void a_name_that_cannot_be_a_label_of_a_host_name_is_refused() {
        for (var name : List.of("Sluice_A", "a".repeat(64))) {
            assertEquals(
                    "subDomain: " + name + " (expected: 2 to 63 lower-case letters, digits and '-')",
                    fault(OpenAiAccountArgs.builder(
                            Fixtures.home(), name, "eastus", Fixtures.stamp(), List.of(Fixtures.model("one")))));
        }
    }

    @Test
    void no_deployment_and_more_than_azure_takes_are_refused() {
        var many = IntStream.rangeClosed(1, 33).mapToObj(String::valueOf).toArray(String[]::new);
        assertEquals("deployments: 0 (expected: 1 to 32)", fault(args()));
        assertEquals("deployments: 33 (expected: 1 to 32)", fault(args(many)));
    }

    @Test
    void two_deployments_of_one_name_are_refused() {
        assertEquals("deployments: [one, one] (expected: each name once)", fault(args("one", "one")));
    }

    @Test
    void a_content_filter_that_the_account_does_not_have_is_refused() {
        var model = new Settings.Model("one", "gpt-5-mini", "2025-08-07", "DataZoneStandard", 10, "strict");
        assertEquals(
                "deployments.one.contentFilter: strict (expected: one of Microsoft.Default, Microsoft.DefaultV2)",
                fault(OpenAiAccountArgs.builder(
                        Fixtures.home(), "sluice-a", "eastus", Fixtures.stamp(), List.of(model))));
    }

    @Test
    void an_account_without_a_caller_is_refused() {
        var args = OpenAiAccountArgs.builder(
                Fixtures.home(), "sluice-a", "eastus", Fixtures.stamp(), List.of(Fixtures.model("one")));
        assertEquals(
                "caller", assertThrows(NullPointerException.class, args::build).getMessage());
    }

    private static String fault(OpenAiAccountArgs.Builder args) {
        return assertThrows(IllegalArgumentException.class, args::build).getMessage();
    }

    private static RecordedResources run(OpenAiAccountArgs.Builder args) {
        return PulumiHarness.run(context -> account(args));
    }

    private static OpenAiAccount account(OpenAiAccountArgs.Builder args) {
        return new OpenAiAccount("a", args.build(), Fixtures.options());
    }

    private static OpenAiAccountArgs.Builder args(String... deployments) {
        List<Settings.Model> models =
                List.of(deployments).stream().map(Fixtures::model).toList();
        return OpenAiAccountArgs.builder(Fixtures.home(), "sluice-a", "eastus", Fixtures.stamp(), models)
                .caller(Fixtures.identity())
                .place(Fixtures.place("privatelink.openai.azure.com", "privatelink.cognitiveservices.azure.com"))
                .workspace(Fixtures.workspace());
    }
}
