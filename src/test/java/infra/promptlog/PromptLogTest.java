package infra.promptlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.core.Output;
import infra.settings.Settings;
import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResource;
import infra.testkit.RecordedResources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptLogTest {

    private static final String DOCUMENTDB = "azure-native:documentdb:";
    private static final Settings.PromptLog USUAL = new Settings.PromptLog("japaneast", 30, 1000, false);

    @Test
    void defaults_are_secure() {
        var account = run(USUAL).only(DOCUMENTDB + "DatabaseAccount");
        assertEquals(true, account.at("disableLocalAuth"));
        assertEquals(true, account.at("disableKeyBasedMetadataWriteAccess"));
        assertEquals("Disabled", account.at("publicNetworkAccess"));
        assertEquals("None", account.at("networkAclBypass"));
        assertEquals("Tls12", account.at("minimalTlsVersion"));
        assertEquals("Continuous7Days", account.at("backupPolicy.continuousModeProperties.tier"));
        assertEquals("japaneast", account.at("locations.0.locationName"));
    }

    @Test
    void max_sets_every_option() {
        var resources = run(new Settings.PromptLog("westeurope", 90, 4000, true));
        var account = resources.only(DOCUMENTDB + "DatabaseAccount");
        assertEquals("westeurope", account.at("locations.0.locationName"));
        assertEquals(true, account.at("locations.0.isZoneRedundant"));
        assertEquals(
                Map.of(
                        "dataClassification", "personal",
                        "retentionDays", "90",
                        "geography", "us",
                        "allowedGeographies", "eu us"),
                account.at("tags"));
        var database = resources.only(DOCUMENTDB + "SqlResourceSqlDatabase");
        assertEquals(4000L, database.at("options.autoscaleSettings.maxThroughput"));
        assertEquals(90 * 86_400L, container(resources, "prompts").at("resource.defaultTtl"));
    }

    @Test
    void records_are_parted_by_subject_live_for_the_retention_and_have_no_text_in_an_index() {
        var prompts = container(run(USUAL), "prompts");
        assertEquals(List.of("/subject"), prompts.at("resource.partitionKey.paths"));
        assertEquals(30 * 86_400L, prompts.at("resource.defaultTtl"));
        assertEquals(
                List.of(Map.of("path", "/prompt/*"), Map.of("path", "/answer/*"), Map.of("path", "/\"_etag\"/?")),
                prompts.at("resource.indexingPolicy.excludedPaths"));
    }

    @Test
    void what_is_known_of_a_subject_stays_until_it_is_erased() {
        var subjects = container(run(USUAL), "subjects");
        assertEquals(List.of("/subject"), subjects.at("resource.partitionKey.paths"));
        assertEquals(-1L, subjects.at("resource.defaultTtl"));
    }

    @Test
    void a_writer_of_nothing_is_refused() {
        var fault = assertThrows(
                IllegalArgumentException.class,
                () -> new WriterGrantArgs(
                        Fixtures.group(),
                        Output.of("store"),
                        Output.of("id"),
                        "db",
                        List.of(),
                        Fixtures.identity(),
                        null));
        assertEquals("containers: none (expected: one or more)", fault.getMessage());
    }

    @Test
    void the_writer_adds_items_to_the_two_containers_and_may_do_nothing_else() {
        var resources = run(USUAL);
        var role = resources.only(DOCUMENTDB + "SqlResourceSqlRoleDefinition");
        assertEquals(
                List.of(
                        "Microsoft.DocumentDB/databaseAccounts/readMetadata",
                        "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/create"),
                role.at("permissions.0.dataActions"));
        var scopes = resources.ofType(DOCUMENTDB + "SqlResourceSqlRoleAssignment").stream()
                .map(each -> {
                    assertEquals("principal", each.at("principalId"));
                    return each.at("scope").toString().replaceFirst(".*/dbs/", "");
                })
                .sorted()
                .toList();
        assertEquals(List.of("promptlog/colls/prompts", "promptlog/colls/subjects"), scopes);
    }

    @Test
    void its_parts_are_made_one_at_a_time_and_the_endpoint_last() {
        var resources = run(USUAL);
        var prompts = container(resources, "prompts");
        var subjects = container(resources, "subjects");
        var role = resources.only(DOCUMENTDB + "SqlResourceSqlRoleDefinition");
        var grants = resources.ofType(DOCUMENTDB + "SqlResourceSqlRoleAssignment");
        var endpoint = resources.only("azure-native:network:PrivateEndpoint");
        assertTrue(prompts.waitsFor(resources.only(DOCUMENTDB + "SqlResourceSqlDatabase")));
        assertTrue(subjects.waitsFor(prompts));
        assertTrue(role.waitsFor(subjects));
        assertEquals(1, grants.stream().filter(each -> each.waitsFor(role)).count());
        assertTrue(grants.get(0).waitsFor(grants.get(1)) != grants.get(1).waitsFor(grants.get(0)));
        assertTrue(grants.stream().anyMatch(endpoint::waitsFor));
    }

    @Test
    void it_is_reached_through_a_private_endpoint() {
        var endpoint = run(USUAL).only("azure-native:network:PrivateEndpoint");
        assertEquals(List.of("Sql"), endpoint.at("privateLinkServiceConnections.0.groupIds"));
    }

    @Test
    void who_read_it_is_logged_in_tables_of_its_own() {
        var setting = run(USUAL).only("azure-native:insights:DiagnosticSetting");
        assertEquals("Dedicated", setting.at("logAnalyticsDestinationType"));
        assertTrue(setting.at("resourceUri").toString().endsWith("/store"));
    }

    @Test
    void what_azure_refuses_is_refused_here() {
        assertEquals(
                "accountName: My-Store (expected: 3 to 44 lower-case letters, digits and single '-' inside)",
                fault("My-Store", USUAL));
        assertEquals(
                "retentionDays: 0 (expected: 1 or more; nothing is kept for ever)",
                fault("store", new Settings.PromptLog("japaneast", 0, 1000, false)));
        assertEquals(
                "maxRequestUnits: 0 (expected: 1000 or more, in steps of 1000)",
                fault("store", new Settings.PromptLog("japaneast", 30, 0, false)));
        assertEquals(
                "maxRequestUnits: 1500 (expected: 1000 or more, in steps of 1000)",
                fault("store", new Settings.PromptLog("japaneast", 30, 1500, false)));
    }

    private static String fault(String name, Settings.PromptLog settings) {
        return assertThrows(IllegalArgumentException.class, () -> args(name, settings))
                .getMessage();
    }

    private static RecordedResource container(RecordedResources resources, String name) {
        return resources.only(DOCUMENTDB + "SqlResourceSqlContainer", "log-" + name);
    }

    private static RecordedResources run(Settings.PromptLog settings) {
        return PulumiHarness.run(context -> new PromptLog("log", args("store", settings), Fixtures.options()));
    }

    private static PromptLogArgs args(String name, Settings.PromptLog settings) {
        return new PromptLogArgs(
                Fixtures.group(),
                name,
                settings,
                Fixtures.stamp(),
                Fixtures.identity(),
                Fixtures.place("privatelink.documents.azure.com"),
                Fixtures.workspace(),
                false);
    }
}
