package localazure.rules;

import static localazure.rules.World.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import localazure.arm.ArmResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CosmosRulesTest {
    private static final String ID = World.GROUP + "/providers/Microsoft.DocumentDB/databaseAccounts/store";
    private static final String ACCOUNT = "documentdb:DatabaseAccount";
    private static final String DATABASE = "documentdb:SqlResourceSqlDatabase";
    private static final String CONTAINER = "documentdb:SqlResourceSqlContainer";
    private static final String DEFINITION = "documentdb:SqlResourceSqlRoleDefinition";
    private static final String ASSIGNMENT = "documentdb:SqlResourceSqlRoleAssignment";

    private static final Map<String, String> GOOD = new LinkedHashMap<>();

    static {
        GOOD.put(ACCOUNT, """
                {accountName: 'store', kind: 'GlobalDocumentDB', databaseAccountOfferType: 'Standard',
                 locations: [{locationName: 'japaneast', failoverPriority: 0}], disableLocalAuth: true,
                 consistencyPolicy: {defaultConsistencyLevel: 'Session'}, minimalTlsVersion: 'Tls12',
                 backupPolicy: {type: 'Continuous', continuousModeProperties: {tier: 'Continuous7Days'}}}""");
        GOOD.put(DATABASE, "{accountName: 'store', databaseName: 'log', resource: {id: 'log'}}");
        GOOD.put(CONTAINER, """
                {accountName: 'store', databaseName: 'log', containerName: 'prompts',
                 resource: {id: 'prompts', defaultTtl: 100, partitionKey: {kind: 'Hash', paths: ['/subject'], version: 2},
                   indexingPolicy: {includedPaths: [{path: '/*'}], excludedPaths: [{path: '/prompt/*'}]}},
                 options: {autoscaleSettings: {maxThroughput: 1000}}}""");
        GOOD.put(DEFINITION, """
                {accountName: 'store', roleDefinitionId: '11111111-1111-1111-1111-111111111111', roleName: 'shipper',
                 type: 'CustomRole', assignableScopes: ['STORE/dbs/log/colls/prompts'],
                 permissions: [{dataActions: ['Microsoft.DocumentDB/databaseAccounts/readMetadata']}]}""");
        GOOD.put(ASSIGNMENT, """
                {accountName: 'store', roleAssignmentId: '22222222-2222-2222-2222-222222222222', principalId: 'p-1',
                 scope: 'STORE/dbs/log/colls/prompts',
                 roleDefinitionId: 'STORE/sqlRoleDefinitions/11111111-1111-1111-1111-111111111111'}""");
    }

    @TempDir
    Path dir;

    World world;

    @BeforeEach
    void open() {
        world = new World(dir);
        GOOD.keySet().forEach(type -> put(type, inputs -> {}));
    }

    private ArmResource put(String type, Consumer<ObjectNode> change) {
        ObjectNode inputs = World.json(GOOD.get(type).replace("STORE", ID));
        change.accept(inputs);
        return world.put(type, inputs);
    }

    private static void set(ObjectNode inputs, String path, String json) {
        JsonNode value = World.json("{v: " + json + "}").get("v");
        int end = path.lastIndexOf('/');
        ((ObjectNode) inputs.at(path.substring(0, end))).set(path.substring(end + 1), value);
    }

    @Test
    void an_account_has_a_name_for_each_region() {
        ArmResource account = world.store.find(ID).orElseThrow();
        assertEquals(
                "https://store.documents.azure.com:443/",
                account.outputs().path("documentEndpoint").asText());
        assertEquals(
                List.of("store.documents.azure.com", "store-japaneast.documents.azure.com"),
                DatabaseAccountRule.hosts(account));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/accountName                                | 'Store'",
                "/accountName                                | 'st'",
                "/accountName                                | 'store--x'",
            })
    void an_account_is_named_in_small_letters(String path, String value) {
        assertEquals("InvalidResourceName", refusal(() -> put(ACCOUNT, inputs -> set(inputs, path, value))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "documentdb:DatabaseAccount         | /kind                             | 'Other'",
                "documentdb:DatabaseAccount         | /minimalTlsVersion                | 'Tls13'",
                "documentdb:DatabaseAccount         | /publicNetworkAccess              | 'Off'",
                "documentdb:DatabaseAccount         | /consistencyPolicy/defaultConsistencyLevel | 'Some'",
                "documentdb:DatabaseAccount         | /backupPolicy/continuousModeProperties/tier | 'Continuous90Days'",
                "documentdb:DatabaseAccount         | /backupPolicy                     | {type: 'Periodic'}",
                "documentdb:DatabaseAccount         | /locations                        | []",
                "documentdb:DatabaseAccount         | /locations/0/failoverPriority     | 1",
                "documentdb:SqlResourceSqlDatabase  | /resource/id                      | 'other'",
                "documentdb:SqlResourceSqlDatabase  | /options                          | {throughput: 450}",
                "documentdb:SqlResourceSqlDatabase  | /options                          | {throughput: 300}",
                "documentdb:SqlResourceSqlContainer | /options                          | {autoscaleSettings: {maxThroughput: 1500}}",
                "documentdb:SqlResourceSqlContainer | /options  | {throughput: 400, autoscaleSettings: {maxThroughput: 1000}}",
                "documentdb:SqlResourceSqlContainer | /resource/partitionKey/paths      | ['/other']",
                "documentdb:SqlResourceSqlContainer | /resource/partitionKey/paths      | ['/a', '/b']",
                "documentdb:SqlResourceSqlContainer | /resource/partitionKey/paths      | ['subject']",
                "documentdb:SqlResourceSqlContainer | /resource/defaultTtl              | 0",
                "documentdb:SqlResourceSqlContainer | /resource/indexingPolicy/includedPaths | [{path: '/a/?'}]",
                "documentdb:SqlResourceSqlContainer | /resource/indexingPolicy/excludedPaths | [{path: '/prompt'}]",
                "documentdb:SqlResourceSqlRoleDefinition | /permissions/0/dataActions  | ['Microsoft.DocumentDB/none']",
                "documentdb:SqlResourceSqlRoleDefinition | /permissions/0/notDataActions | ['x']",
                "documentdb:SqlResourceSqlRoleDefinition | /permissions                | []",
                "documentdb:SqlResourceSqlRoleDefinition | /assignableScopes           | ['/subscriptions/x']",
                "documentdb:SqlResourceSqlRoleDefinition | /assignableScopes           | []",
                "documentdb:SqlResourceSqlRoleAssignment | /principalId                | 'p-2'",
                "documentdb:SqlResourceSqlRoleAssignment | /principalId                | ''",
            })
    void what_azure_does_not_take_is_refused(String type, String path, String value) {
        assertEquals("BadRequest", refusal(() -> put(type, inputs -> set(inputs, path, value))));
    }

    @Test
    void an_account_name_is_global() {
        world.put("resources:ResourceGroup", "{resourceGroupName: 'other', location: 'japaneast'}");
        assertEquals("BadRequest", refusal(() -> put(ACCOUNT, inputs -> inputs.put("resourceGroupName", "other"))));
    }

    @Test
    void a_serverless_account_has_no_throughput() {
        put(ACCOUNT, inputs -> set(inputs, "/capabilities", "[{name: 'EnableServerless'}]"));
        assertEquals("BadRequest", refusal(() -> put(CONTAINER, inputs -> {})));
    }

    @Test
    void roles_are_named_by_guids_and_once() {
        assertEquals(
                "InvalidResourceName",
                refusal(() -> put(DEFINITION, inputs -> inputs.put("roleDefinitionId", "mine"))));
        String other = "33333333-3333-3333-3333-333333333333";
        assertEquals("Conflict", refusal(() -> put(DEFINITION, inputs -> inputs.put("roleDefinitionId", other))));
        assertEquals("Conflict", refusal(() -> put(ASSIGNMENT, inputs -> inputs.put("roleAssignmentId", other))));
    }

    @Test
    void a_role_is_assigned_within_its_scopes() {
        String other = "33333333-3333-3333-3333-333333333333";
        for (String scope : List.of(ID, ID + "/dbs/log", ID + "/sqlDatabases/log")) {
            assertEquals(
                    "BadRequest",
                    refusal(() -> put(
                            ASSIGNMENT,
                            inputs -> inputs.put("roleAssignmentId", other).put("scope", scope))));
        }
        String builtIn = ID + "/sqlRoleDefinitions/00000000-0000-0000-0000-000000000001";
        put(
                ASSIGNMENT,
                inputs -> inputs.put("roleAssignmentId", other).put("scope", ID).put("roleDefinitionId", builtIn));
    }

    @Test
    void a_role_of_another_account_does_not_exist() {
        String foreign = (ID + "2/sqlRoleDefinitions/00000000-0000-0000-0000-000000000001");
        assertEquals("NotFound", refusal(() -> put(ASSIGNMENT, inputs -> inputs.put("roleDefinitionId", foreign))));
    }
}
