package localazure.planes.cosmos;

import static localazure.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.cosmos.CosmosClient;
import com.azure.cosmos.CosmosContainer;
import com.azure.cosmos.CosmosException;
import com.azure.cosmos.models.CosmosItemRequestOptions;
import com.azure.cosmos.models.CosmosQueryRequestOptions;
import com.azure.cosmos.models.PartitionKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import localazure.planes.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SdkAccessTest {
    private static final PartitionKey ANN = new PartitionKey("ann");
    private static final String ITEMS = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/";
    private static final String METADATA = "Microsoft.DocumentDB/databaseAccounts/readMetadata";

    @TempDir
    Path stateDir;

    CosmosRoom cosmos;

    @BeforeEach
    void open() throws Exception {
        cosmos = CosmosRoom.open(stateDir);
    }

    @AfterEach
    void close() {
        cosmos.close();
    }

    private static ObjectNode item(String id) {
        return Json.object("id", id, "subject", "ann");
    }

    private static CosmosException refused(Executable call) {
        return assertThrows(CosmosException.class, call);
    }

    @Test
    void an_identity_without_a_role_is_refused() {
        Throwable start = assertThrows(RuntimeException.class, () -> cosmos.client());
        while (!(start instanceof CosmosException)) start = start.getCause();
        assertEquals(403, ((CosmosException) start).getStatusCode());
        assertEquals(5301, ((CosmosException) start).getSubStatusCode());
    }

    @Test
    void a_reader_reads_and_does_not_write() {
        cosmos.grant(CosmosRoom.CONTRIBUTOR, CosmosRoom.ACCOUNT);
        try (CosmosClient client = cosmos.client()) {
            CosmosContainer prompts = CosmosRoom.prompts(client);
            prompts.createItem(item("1"));
            cosmos.grant(CosmosRoom.READER, CosmosRoom.ACCOUNT + "/dbs/promptlog");
            prompts.readItem("1", ANN, JsonNode.class);
            assertEquals(
                    1,
                    prompts.queryItems("SELECT * FROM c", new CosmosQueryRequestOptions(), JsonNode.class).stream()
                            .count());
            assertEquals(403, refused(() -> prompts.createItem(item("2"))).getStatusCode());
            assertEquals(
                    403,
                    refused(() -> prompts.deleteItem("1", ANN, new CosmosItemRequestOptions()))
                            .getStatusCode());
        }
    }

    @Test
    void a_role_of_ones_own_allows_its_actions_and_no_other() {
        cosmos.grantActions(METADATA, ITEMS + "create");
        try (CosmosClient client = cosmos.client()) {
            CosmosContainer prompts = CosmosRoom.prompts(client);
            prompts.createItem(item("1"));
            assertEquals(409, refused(() -> prompts.createItem(item("1"))).getStatusCode());
            assertEquals(403, refused(() -> prompts.upsertItem(item("1"))).getStatusCode());
            assertEquals(
                    403,
                    refused(() -> prompts.readItem("1", ANN, JsonNode.class)).getStatusCode());
        }
    }

    @Test
    void a_role_on_another_container_does_not_help() {
        cosmos.grant(CosmosRoom.CONTRIBUTOR, CosmosRoom.ACCOUNT + "/dbs/promptlog/colls/subjects");
        try (CosmosClient client = cosmos.client()) {
            CosmosContainer prompts = CosmosRoom.prompts(client);
            assertEquals(403, refused(() -> prompts.createItem(item("1"))).getStatusCode());
        }
    }

    @Test
    void containers_are_not_made_with_a_token() {
        cosmos.grant(CosmosRoom.CONTRIBUTOR, CosmosRoom.ACCOUNT);
        try (CosmosClient client = cosmos.client()) {
            CosmosException refused =
                    refused(() -> client.getDatabase("promptlog").createContainer("more", "/subject"));
            assertEquals(403, refused.getStatusCode());
            assertEquals(5300, refused.getSubStatusCode());
        }
    }

    @Test
    void a_key_is_refused_where_keys_are_off() {
        Throwable start = assertThrows(
                RuntimeException.class, () -> cosmos.builder().key("a2V5").buildClient());
        while (!(start instanceof CosmosException)) start = start.getCause();
        assertEquals(401, ((CosmosException) start).getStatusCode());
    }

    @Test
    void the_public_side_is_closed() {
        cosmos.grant(CosmosRoom.CONTRIBUTOR, CosmosRoom.ACCOUNT);
        cosmos.room.delete(CosmosRoom.zoneGroup());
        Throwable start = assertThrows(RuntimeException.class, () -> cosmos.client());
        while (!(start instanceof CosmosException)) start = start.getCause();
        assertEquals(403, ((CosmosException) start).getStatusCode());
    }

    @Test
    void a_client_waits_and_tries_again_when_the_throughput_is_used_up() throws Exception {
        cosmos.grant(CosmosRoom.CONTRIBUTOR, CosmosRoom.ACCOUNT);
        try (CosmosClient client = cosmos.client()) {
            CosmosContainer prompts = CosmosRoom.prompts(client);
            int used = 0;
            while (used < 1000) {
                used += (int) prompts.createItem(item("used-" + used)).getRequestCharge();
            }
            CompletableFuture<Integer> late = CompletableFuture.supplyAsync(
                    () -> prompts.createItem(item("late")).getStatusCode());
            eventually("a refusal", () -> cosmos.plane().throughput().refused() > 0);
            cosmos.room.clock.advance(Duration.ofSeconds(1));
            assertEquals(201, late.get());
        }
    }
}
