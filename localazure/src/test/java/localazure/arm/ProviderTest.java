package localazure.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import localazure.engine.ProviderServer;
import localazure.engine.TestClient;
import localazure.engine.Unknown;
import localazure.rules.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.PropertyDiff.Kind;

class ProviderTest {
    private static final String GROUP = "azure-native:resources:ResourceGroup";
    private static final String NETWORK = "azure-native:network:VirtualNetwork";
    private static final String IDENTITY = "azure-native:managedidentity:UserAssignedIdentity";
    private static final String DEPLOYMENT = "azure-native:cognitiveservices:Deployment";
    private static final String ROLE = "azure-native:authorization:RoleAssignment";

    private static final String CLIENT_CONFIG = "azure-native:authorization:getClientConfig";

    @TempDir
    Path dir;

    World world;
    FileStore unanswered;
    ProviderServer server;
    TestClient client;

    @BeforeEach
    void open() throws IOException {
        world = new World(dir);
        unanswered = FileStore.open(dir.resolve("unanswered"));
        server = ProviderServer.start(0, "2.10.0", new AzureProvider(world.rules, world.control, unanswered));
        client = new TestClient(server.port());
        client.configure(World.json("{subscriptionId: '" + World.SUBSCRIPTION + "'}"));
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private ObjectNode check(String type, String name, String olds, String news, String seed) {
        return client.checked(type, name, World.json(olds), World.json(news), seed);
    }

    @Test
    void an_absent_name_is_the_same_in_every_run_until_the_resource_is_there() {
        ObjectNode first = check(GROUP, "group", "{}", "{location: 'japaneast'}", "seed");
        String name = first.path("resourceGroupName").asText();
        assertTrue(name.matches("group[0-9a-f]{8}"), name);
        assertEquals(first, check(GROUP, "group", "{}", "{location: 'japaneast'}", "other"));
        client.create(GROUP, first, false);
        awaitAnswered();
        ObjectNode replacement = check(GROUP, "group", "{}", "{location: 'japaneast'}", "seed");
        assertNotEquals(first, replacement);
        assertEquals(replacement, check(GROUP, "group", "{}", "{location: 'japaneast'}", "seed"));
    }

    @Test
    void a_create_whose_answer_was_lost_is_made_again_under_its_name() {
        ObjectNode inputs = check(GROUP, "group", "{}", "{location: 'japaneast'}", "seed");
        String id = client.create(GROUP, inputs, false).getId();
        awaitAnswered();
        unanswered.put(world.store.find(id).orElseThrow());
        assertEquals(inputs, check(GROUP, "group", "{}", "{location: 'japaneast'}", "other"));
        assertEquals(id, client.create(GROUP, inputs, false).getId());
        awaitAnswered();
        assertThrows(StatusRuntimeException.class, () -> client.create(GROUP, inputs, false));
    }

    /** The mark goes after the answer has left, so a client may see the answer first. */
    private void awaitAnswered() {
        while (!unanswered.all().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_resource_that_the_engine_speaks_of_is_no_lost_create() {
        ObjectNode inputs = World.json("{resourceGroupName: 'rg', location: 'japaneast'}");
        unanswered.put(world.store.find(World.GROUP).orElseThrow());
        client.read(GROUP, World.GROUP);
        assertThrows(StatusRuntimeException.class, () -> client.create(GROUP, inputs, false));
    }

    @Test
    void an_old_name_is_kept_and_a_given_one_is_taken() {
        String olds = "{resourceGroupName: 'group00000000', location: 'eastus'}";
        ObjectNode kept = check(GROUP, "group", olds, "{}", "seed");
        assertEquals("group00000000", kept.path("resourceGroupName").asText());
        assertEquals("eastus", kept.path("location").asText());
        ObjectNode given = check(GROUP, "group", olds, "{resourceGroupName: 'mine'}", "seed");
        assertEquals("mine", given.path("resourceGroupName").asText());
    }

    @Test
    void children_copy_the_logical_name_and_assignments_get_a_uuid() {
        String deployment = "{accountName: 'a', resourceGroupName: 'rg'}";
        assertEquals(
                "chat",
                check(DEPLOYMENT, "chat", "{}", deployment, "s")
                        .path("deploymentName")
                        .asText());
        ObjectNode role = check(ROLE, "r", "{}", "{principalId: 'p', roleDefinitionId: 'r', scope: '/s'}", "s");
        assertEquals(36, role.path("roleAssignmentName").asText().length());
    }

    @Test
    void the_location_is_that_of_the_group_once_the_group_is_there() {
        assertEquals(
                "japaneast",
                check(IDENTITY, "i", "{}", "{resourceGroupName: 'rg'}", "s")
                        .path("location")
                        .asText());
        assertFalse(
                check(IDENTITY, "i", "{}", "{resourceGroupName: 'later'}", "s").has("location"));
        String unknown = "{resourceGroupName: '" + Unknown.VALUE.asText() + "'}";
        assertFalse(check(IDENTITY, "i", "{}", unknown, "s").has("location"));
    }

    @Test
    void an_unknown_property_is_a_failed_check() {
        List<String> faults = client.faults(IDENTITY, "i", World.json("{resourceGroupName: 'rg', colour: 'red'}"));
        assertEquals(1, faults.size());
        assertTrue(faults.get(0).startsWith("colour: Code=\"InvalidRequestContent\""), faults.get(0));
    }

    @Test
    void a_type_that_is_not_served_is_named() {
        StatusRuntimeException e = assertThrows(
                StatusRuntimeException.class, () -> check("azure-native:storage:StorageAccount", "s", "{}", "{}", "s"));
        assertTrue(e.getStatus().getDescription().startsWith("type: azure-native:storage:StorageAccount (expected: "));
    }

    private DiffResponse diff(String type, String olds, String news) {
        return client.diff(type, World.json(olds), World.json(news));
    }

    @Test
    void equal_inputs_and_equal_regions_do_not_differ() {
        DiffResponse same = diff(
                GROUP,
                "{resourceGroupName: 'a', location: 'Japan East', __createBeforeDelete: true}",
                "{resourceGroupName: 'a', location: 'japaneast'}");
        assertEquals(DiffResponse.DiffChanges.DIFF_NONE, same.getChanges());
    }

    @Test
    void a_changed_property_is_an_update() {
        DiffResponse diff =
                diff(GROUP, "{resourceGroupName: 'a', tags: {x: '1'}}", "{resourceGroupName: 'a', tags: {x: '2'}}");
        assertEquals(List.of("tags"), diff.getDiffsList());
        assertEquals(Kind.UPDATE, diff.getDetailedDiffOrThrow("tags.x").getKind());
        assertEquals(List.of(), diff.getReplacesList());
    }

    @Test
    void a_moved_resource_is_replaced_and_a_fixed_name_is_freed_first() {
        String olds = "{virtualNetworkName: 'n', location: 'japaneast', resourceGroupName: 'rg'}";
        String fixed = "{virtualNetworkName: 'n', location: 'eastus', resourceGroupName: 'rg'}";
        String random = fixed.replace("}", ", __createBeforeDelete: true}");
        assertEquals(List.of("location"), diff(NETWORK, olds, fixed).getReplacesList());
        assertTrue(diff(NETWORK, olds, fixed).getDeleteBeforeReplace());
        assertFalse(diff(NETWORK, olds, random).getDeleteBeforeReplace());
        DiffResponse renamed = diff(NETWORK, olds, olds.replace("'n'", "'m'"));
        assertEquals(List.of("virtualNetworkName"), renamed.getReplacesList());
        assertFalse(renamed.getDeleteBeforeReplace());
    }

    @Test
    void a_resource_lives_from_create_to_delete() {
        ObjectNode inputs = World.json("{resourceGroupName: 'rg', resourceName: 'one', location: 'japaneast'}");
        var created = client.create(IDENTITY, inputs, false);
        String id = World.GROUP + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one";
        assertEquals(id, created.getId());
        var read = client.read(IDENTITY, id);
        assertEquals(created.getProperties(), read.getProperties());
        assertEquals(inputs, TestClient.json(read.getInputs()));
        inputs.putObject("tags").put("a", "b");
        ObjectNode updated = client.update(IDENTITY, id, World.json("{}"), inputs, false);
        assertEquals("b", updated.at("/tags/a").asText());
        client.delete(IDENTITY, id);
        assertEquals("", client.read(IDENTITY, id).getId());
        client.delete(IDENTITY, id);
    }

    @Test
    void a_second_create_is_refused_as_azure_native_does() {
        ObjectNode inputs = World.json("{resourceGroupName: 'rg', location: 'japaneast'}");
        StatusRuntimeException e =
                assertThrows(StatusRuntimeException.class, () -> client.create(GROUP, inputs, false));
        assertTrue(e.getStatus()
                .getDescription()
                .startsWith("cannot create already existing resource '" + World.GROUP + "'"));
    }

    @Test
    void a_refusal_reads_as_azure_native_prints_it() {
        ObjectNode inputs = World.json("{resourceGroupName: 'none', resourceName: 'one', location: 'japaneast'}");
        StatusRuntimeException e =
                assertThrows(StatusRuntimeException.class, () -> client.create(IDENTITY, inputs, false));
        assertEquals(
                "autorest/azure: Service returned an error. Status=404 Code=\"ResourceGroupNotFound\""
                        + " Message=\"Resource group 'none' could not be found.\"",
                e.getStatus().getDescription());
    }

    @Test
    void a_preview_creates_nothing_and_leaves_computed_values_unknown() {
        ObjectNode inputs = World.json("{resourceGroupName: 'new', resourceName: 'one', location: 'japaneast'}");
        var preview = client.create(IDENTITY, inputs, true);
        assertEquals("", preview.getId());
        ObjectNode outputs = TestClient.json(preview.getProperties());
        assertTrue(Unknown.is(outputs.get("principalId")));
        assertEquals("one", outputs.path("name").asText());
        assertEquals(1, world.store.all().size());
    }

    @Test
    void an_update_preview_changes_nothing_and_keeps_computed_values() {
        ObjectNode inputs = World.json("{resourceGroupName: 'rg', resourceName: 'one', location: 'japaneast'}");
        var created = client.create(IDENTITY, inputs, false);
        inputs.putObject("tags").put("a", "b");
        ObjectNode before = TestClient.json(created.getProperties());
        ObjectNode preview = client.update(IDENTITY, created.getId(), before, inputs, true);
        assertEquals(before.get("principalId"), preview.get("principalId"));
        assertEquals("b", preview.at("/tags/a").asText());
        assertFalse(world.store.find(created.getId()).orElseThrow().inputs().has("tags"));
    }

    @Test
    void each_connection_has_its_own_subscription() {
        try (TestClient other = new TestClient(server.port())) {
            other.configureVariables("azure-native:config:subscriptionId", "other");
            ObjectNode inputs = World.json("{resourceGroupName: 'rg', location: 'japaneast'}");
            assertEquals(
                    "/subscriptions/other/resourceGroups/rg",
                    other.create(GROUP, inputs, false).getId());
            assertEquals(
                    "other", other.invoke(CLIENT_CONFIG).path("subscriptionId").asText());
            assertEquals(
                    World.SUBSCRIPTION,
                    client.invoke(CLIENT_CONFIG).path("subscriptionId").asText());
        }
    }

    @Test
    void the_deployer_is_known_and_other_functions_are_refused() {
        assertEquals(Tenant.ID, client.invoke(CLIENT_CONFIG).path("tenantId").asText());
        assertThrows(StatusRuntimeException.class, () -> client.invoke("azure-native:storage:listKeys"));
    }

    @Test
    void a_state_that_cannot_be_written_is_named_in_the_refusal() throws IOException {
        ObjectNode inputs = World.json("{resourceGroupName: 'full', location: 'japaneast'}");
        Files.move(dir.resolve("resources"), dir.resolve("elsewhere"));
        StatusRuntimeException e =
                assertThrows(StatusRuntimeException.class, () -> client.create(GROUP, inputs, false));
        assertTrue(e.getStatus().getDescription().startsWith("state-dir: cannot write " + dir), e.toString());
        assertTrue(world.store.find(World.GROUP.replace("rg", "full")).isEmpty());
    }
}
