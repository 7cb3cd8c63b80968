package localazure.planes.cosmos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.cosmos.CosmosClient;
import com.azure.cosmos.CosmosContainer;
import com.azure.cosmos.CosmosException;
import com.azure.cosmos.models.CosmosBatch;
import com.azure.cosmos.models.CosmosBatchResponse;
import com.azure.cosmos.models.CosmosBulkOperations;
import com.azure.cosmos.models.CosmosItemOperation;
import com.azure.cosmos.models.CosmosItemRequestOptions;
import com.azure.cosmos.models.CosmosPatchItemRequestOptions;
import com.azure.cosmos.models.CosmosPatchOperations;
import com.azure.cosmos.models.PartitionKey;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import localazure.planes.Json;
import localazure.planes.testkit.MemoryStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SdkItemsTest {
    private static final PartitionKey ANN = new PartitionKey("ann");

    @TempDir
    Path stateDir;

    CosmosRoom cosmos;
    CosmosClient client;
    CosmosContainer prompts;

    @BeforeEach
    void open() throws Exception {
        cosmos = CosmosRoom.open(stateDir).grant(CosmosRoom.CONTRIBUTOR, CosmosRoom.ACCOUNT);
        connect();
    }

    private void connect() {
        client = cosmos.client();
        prompts = CosmosRoom.prompts(client);
    }

    @AfterEach
    void close() {
        client.close();
        cosmos.close();
    }

    static ObjectNode item(String id) {
        return Json.object("id", id, "subject", "ann", "tokens", 3, "tags", Json.array("a"));
    }

    private ObjectNode read(String id) {
        return prompts.readItem(id, ANN, ObjectNode.class).getItem();
    }

    private static int refused(Executable call) {
        return assertThrows(CosmosException.class, call).getStatusCode();
    }

    @Test
    void an_item_is_created_read_replaced_upserted_and_deleted() {
        assertEquals(201, prompts.createItem(item("1")).getStatusCode());
        assertEquals(409, refused(() -> prompts.createItem(item("1"))));
        prompts.replaceItem(item("1").put("tokens", 4), "1", ANN, new CosmosItemRequestOptions());
        assertEquals(4, read("1").path("tokens").asInt());
        assertEquals(200, prompts.upsertItem(item("1").put("tokens", 5)).getStatusCode());
        assertEquals(5, read("1").path("tokens").asInt());
        assertEquals(
                204,
                prompts.deleteItem("1", ANN, new CosmosItemRequestOptions()).getStatusCode());
        assertEquals(404, refused(() -> read("1")));
    }

    @Test
    void an_item_of_another_partition_is_another_item() {
        prompts.createItem(item("1"));
        assertEquals(404, refused(() -> prompts.readItem("1", new PartitionKey("bob"), ObjectNode.class)));
        assertEquals(
                400,
                refused(() -> prompts.createItem(item("2"), new PartitionKey("bob"), new CosmosItemRequestOptions())));
    }

    @Test
    void a_change_of_what_someone_else_changed_is_refused() {
        String etag = prompts.createItem(item("1")).getETag();
        prompts.upsertItem(item("1"));
        CosmosItemRequestOptions unchanged = new CosmosItemRequestOptions().setIfMatchETag(etag);
        assertEquals(412, refused(() -> prompts.replaceItem(item("1"), "1", ANN, unchanged)));
        assertEquals(412, refused(() -> prompts.deleteItem("1", ANN, unchanged)));
    }

    @Test
    void a_patch_changes_parts_of_an_item() {
        prompts.createItem(item("1"));
        CosmosPatchOperations patch = CosmosPatchOperations.create()
                .add("/tags/-", "b")
                .set("/rating", 5)
                .replace("/tokens", 7)
                .increment("/tokens", 2)
                .add("/note", "x")
                .remove("/note")
                .move("/rating", "/stars");
        prompts.patchItem("1", ANN, patch, ObjectNode.class);
        ObjectNode patched = read("1");
        assertEquals(Json.array("a", "b"), patched.path("tags"));
        assertEquals(9, patched.path("tokens").asInt());
        assertEquals(5, patched.path("stars").asInt());
        assertTrue(!patched.has("note") && !patched.has("rating"));
    }

    @Test
    void a_patch_waits_for_its_condition() {
        prompts.createItem(item("1"));
        CosmosPatchOperations patch = CosmosPatchOperations.create().set("/tokens", 0);
        CosmosPatchItemRequestOptions only =
                new CosmosPatchItemRequestOptions().setFilterPredicate("FROM c WHERE c.tokens = 4");
        assertEquals(412, refused(() -> prompts.patchItem("1", ANN, patch, only, ObjectNode.class)));
        only.setFilterPredicate("FROM c WHERE c.tokens = 3");
        prompts.patchItem("1", ANN, patch, only, ObjectNode.class);
        assertEquals(0, read("1").path("tokens").asInt());
    }

    @Test
    void a_batch_is_kept_whole_or_not_at_all() {
        CosmosBatch good = CosmosBatch.createCosmosBatch(ANN);
        good.createItemOperation(item("1"));
        good.upsertItemOperation(item("2"));
        assertTrue(prompts.executeCosmosBatch(good).isSuccessStatusCode());
        CosmosBatch bad = CosmosBatch.createCosmosBatch(ANN);
        bad.createItemOperation(item("3"));
        bad.createItemOperation(item("1"));
        CosmosBatchResponse answer = prompts.executeCosmosBatch(bad);
        assertEquals(
                List.of(424, 409),
                answer.getResults().stream().map(each -> each.getStatusCode()).toList());
        assertEquals(404, refused(() -> read("3")));
    }

    @Test
    void a_bulk_writes_each_item_for_itself() {
        prompts.createItem(item("7"));
        List<CosmosItemOperation> operations = IntStream.range(0, 50)
                .mapToObj(each -> CosmosBulkOperations.getCreateItemOperation(item(String.valueOf(each)), ANN))
                .toList();
        List<Integer> codes = java.util.stream.StreamSupport.stream(
                        prompts.executeBulkOperations(operations).spliterator(), false)
                .map(each -> each.getResponse().getStatusCode())
                .sorted()
                .toList();
        assertEquals(50, codes.size());
        assertEquals(List.of(201, 409), codes.stream().distinct().toList());
        assertEquals(1, codes.stream().filter(code -> code == 409).count());
    }

    @Test
    void an_item_is_gone_when_its_time_is_over() throws Exception {
        prompts.createItem(item("stays"));
        prompts.createItem(item("goes").put("ttl", 60));
        cosmos.room.clock.advance(Duration.ofSeconds(59));
        read("goes");
        cosmos.room.clock.advance(Duration.ofSeconds(1));
        assertEquals(404, refused(() -> read("goes")));
        read("stays");
        assertEquals(201, prompts.createItem(item("goes")).getStatusCode());
    }

    @Test
    void items_outlive_a_restart() throws Exception {
        prompts.createItem(item("1"));
        String etag = read("1").path("_etag").asText();
        MemoryStore store = cosmos.room.store;
        close();
        cosmos = CosmosRoom.reopen(stateDir, store);
        connect();
        assertEquals(etag, read("1").path("_etag").asText());
    }
}
