package localazure.arm;

import static localazure.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import localazure.engine.TestClient;
import localazure.engine.Unknown;
import localazure.rules.World;
import org.junit.jupiter.api.Test;

class ProviderTest extends AttachedProvider {
    private static final String GROUP = "azure-native:resources:ResourceGroup";
    private static final String IDENTITY = "azure-native:managedidentity:UserAssignedIdentity";
    private static final String CLIENT_CONFIG = "azure-native:authorization:getClientConfig";

    @Test
    void a_create_whose_answer_was_lost_is_made_again_under_its_name() throws Exception {
        ObjectNode inputs = check(GROUP, "group", "{}", "{location: 'japaneast'}", "seed");
        String id = client.create(GROUP, inputs, false).getId();
        restart();
        assertEquals(inputs, check(GROUP, "group", "{}", "{location: 'japaneast'}", "other"));
        assertEquals(id, client.create(GROUP, inputs, false).getId());
    }

    @Test
    void a_lost_create_is_made_again_once() throws Exception {
        ObjectNode inputs = check(GROUP, "group", "{}", "{location: 'japaneast'}", "seed");
        client.create(GROUP, inputs, false);
        restart();
        client.create(GROUP, inputs, false);
        assertThrows(StatusRuntimeException.class, () -> client.create(GROUP, inputs, false));
    }

    @Test
    void a_resource_that_the_engine_speaks_of_is_no_lost_create() throws Exception {
        ObjectNode inputs = check(GROUP, "group", "{}", "{location: 'japaneast'}", "seed");
        String id = client.create(GROUP, inputs, false).getId();
        restart();
        client.read(GROUP, id);
        assertThrows(StatusRuntimeException.class, () -> client.create(GROUP, inputs, false));
    }

    @Test
    void what_an_engine_that_ended_was_given_is_no_lost_create() throws Exception {
        ObjectNode inputs = check(GROUP, "group", "{}", "{location: 'japaneast'}", "seed");
        client.create(GROUP, inputs, false);
        client.close();
        eventually("its marks are gone", () -> unanswered.all().isEmpty());
        restart();
        assertThrows(StatusRuntimeException.class, () -> client.create(GROUP, inputs, false));
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
