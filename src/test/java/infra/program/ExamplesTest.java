package infra.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.plan.CapacityTable;
import infra.plan.Plan;
import infra.settings.Catalogue;
import infra.testkit.FakeImageBuilder;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResource;
import infra.testkit.RecordedResources;
import infra.testkit.StackFiles;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The example settings, run as whole programs. */
class ExamplesTest {

    private static final String FIRST = "11111111-1111-4111-8111-111111111111";
    private static final String SECOND = "22222222-2222-4222-8222-222222222222";

    @Test
    void three_subscriptions_turn_twelve_accounts_into_twelve_pools() {
        var plan = plan("three-subscriptions");
        var row = CapacityTable.of(plan.settings(), plan.capacity()).get(0);
        assertEquals(12, row.shares().size());
        assertEquals(12 * 600_000, row.tokensPerMinute());
        assertEquals(List.of(), row.warnings());
    }

    @Test
    void each_account_is_made_by_the_provider_of_its_subscription_in_a_group_there() {
        var resources = run("three-subscriptions");
        assertEquals(
                Set.of("sluice-azure", "sluice-azure-" + FIRST, "sluice-azure-" + SECOND),
                resources.ofType("pulumi:providers:azure-native").stream()
                        .map(RecordedResource::name)
                        .collect(Collectors.toSet()));
        assertEquals(3, resources.ofType("azure-native:resources:ResourceGroup").size());
        for (var type : List.of("cognitiveservices:Account", "cognitiveservices:Deployment")) {
            assertEquals(FIRST, subscription(resources, type, "sluice-account-b"));
            assertEquals(SECOND, subscription(resources, type, "sluice-account-c"));
            assertEquals("", subscription(resources, type, "sluice-account-a"));
        }
        assertTrue(resources
                .only("azure-native:cognitiveservices:Account", "sluice-account-b")
                .at("resourceGroupName")
                .toString()
                .startsWith("sluice-" + FIRST));
    }

    @Test
    void the_private_endpoint_of_a_foreign_account_stands_in_the_platforms_network() {
        var resources = run("three-subscriptions");
        assertEquals("", subscription(resources, "network:PrivateEndpoint", "sluice-account-b"));
        assertEquals("", subscription(resources, "network:PrivateDnsZoneGroup", "sluice-account-b"));
    }

    @Test
    void the_caller_gets_its_role_and_the_logs_their_setting_in_the_accounts_subscription() {
        var resources = run("three-subscriptions");
        assertEquals(FIRST, subscription(resources, "authorization:RoleAssignment", "sluice-account-b"));
        assertEquals(FIRST, subscription(resources, "insights:DiagnosticSetting", "sluice-account-b"));
        var definition = resources
                .only("azure-native:authorization:RoleAssignment", "sluice-account-b-caller-grant")
                .at("roleDefinitionId");
        assertTrue(definition.toString().startsWith("/subscriptions/" + FIRST + "/"), definition.toString());
    }

    @Test
    void content_filters_are_made_by_a_newer_plugin_and_attached() {
        var resources = run("content-filters");
        var newer = resources.only("pulumi:providers:azure-native", "sluice-azure-filters");
        for (var policy : resources.ofType("azure-native:cognitiveservices/v20241001:RaiPolicy")) {
            assertTrue(policy.provider().contains(newer.urn()), policy.provider());
        }
        assertEquals(
                3,
                resources
                        .ofType("azure-native:cognitiveservices/v20241001:RaiBlocklistItem")
                        .size());
        var deployment = "azure-native:cognitiveservices:Deployment";
        assertEquals(
                "strict", resources.only(deployment, "sluice-account-a-gpt-5.1").at("properties.raiPolicyName"));
        assertEquals(
                "lenient",
                resources.only(deployment, "sluice-account-a-gpt-5-mini").at("properties.raiPolicyName"));
    }

    @Test
    void each_kind_of_callers_says_the_role_that_its_tokens_need_and_what_it_may_ask_for() {
        assertEquals(
                List.of(
                        Map.of("profile", "moderators", "roles", List.of("Moderator"), "models", List.of("gpt-5-mini")),
                        Map.of("profile", "everyone", "roles", List.of("Chat"), "models", List.of("gpt-5.1"))),
                run("caller-profiles").outputs().get("callers"));
        assertEquals(
                List.of(Map.of("profile", "everyone", "roles", List.of(), "models", List.of())),
                Programs.run("dev").outputs().get("callers"));
    }

    /** The subscription whose provider made the resource of this type that belongs to the component; empty for the stack's own. */
    private static String subscription(RecordedResources resources, String type, String component) {
        return resources.ofType("azure-native:" + type).stream()
                .filter(each -> each.name().equals(component) || each.name().startsWith(component + "-"))
                .map(each ->
                        each.provider().replaceAll(".*::sluice-azure-?", "").replaceAll("::.*", ""))
                .distinct()
                .collect(Collectors.joining("+"));
    }

    private static Plan plan(String example) {
        return Plan.of(StackFiles.example(example), Catalogue.load(), "test", "sluice", "dev");
    }

    private static RecordedResources run(String example) {
        return PulumiHarness.run(Programs.program(plan(example), FakeImageBuilder.unbuilt()));
    }
}
