package localazure.planes.cosmos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.cosmos.CosmosClient;
import com.azure.cosmos.CosmosContainer;
import com.azure.cosmos.CosmosException;
import com.azure.cosmos.models.CosmosQueryRequestOptions;
import com.azure.cosmos.models.FeedResponse;
import com.azure.cosmos.models.PartitionKey;
import com.azure.cosmos.models.SqlParameter;
import com.azure.cosmos.models.SqlQuerySpec;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import localazure.planes.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten items: ids 0 to 9, tokens ten times that, of ann when even and of bob when odd. */
class SdkQueriesTest {
    @TempDir
    Path stateDir;

    CosmosRoom cosmos;
    CosmosClient client;
    CosmosContainer prompts;

    @BeforeEach
    void open() throws Exception {
        cosmos = CosmosRoom.open(stateDir).grant(CosmosRoom.CONTRIBUTOR, CosmosRoom.ACCOUNT);
        client = cosmos.client();
        prompts = CosmosRoom.prompts(client);
        IntStream.range(0, 10)
                .mapToObj(each -> Json.object(
                        "id",
                        String.valueOf(each),
                        "subject",
                        each % 2 == 0 ? "ann" : "bob",
                        "tokens",
                        each * 10,
                        "model",
                        Json.object("name", "m" + each % 3)))
                .forEach(prompts::createItem);
    }

    @AfterEach
    void close() {
        client.close();
        cosmos.close();
    }

    private List<JsonNode> all(String query) {
        return prompts.queryItems(query, new CosmosQueryRequestOptions(), JsonNode.class).stream()
                .toList();
    }

    private String ids(String query) {
        return String.join(
                "", all(query).stream().map(each -> each.path("id").asText()).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM c WHERE c.subject = 'bob'                        | 13579",
                "SELECT c.id FROM c WHERE c.tokens BETWEEN 20 AND 40            | 234",
                "SELECT c.id FROM c WHERE c.id IN ('1', '2') AND NOT c.tokens = 10 | 2",
                "SELECT c.id FROM prompts c WHERE c.model.name = \"m2\"         | 258",
                "SELECT p[\"id\"] FROM p WHERE STARTSWITH(p.subject, 'A', true) | 02468",
                "SELECT c.id FROM c WHERE IS_DEFINED(c.nothing)                 | ''",
                "SELECT * FROM c ORDER BY c.tokens DESC                         | 9876543210",
                "SELECT TOP 3 * FROM c ORDER BY c.tokens DESC                   | 987",
                "SELECT c.id FROM c WHERE c.tokens > 30 ORDER BY c.tokens OFFSET 1 LIMIT 2 | 56",
                "SELECT c.id FROM c OFFSET 7 LIMIT 9                            | 789",
                "SELECT TOP 2 c.id FROM c                                       | 01",
            })
    void items_are_found_across_partitions(String query, String expected) {
        assertEquals(expected, ids(query));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT VALUE COUNT(1) FROM c                            | 10",
                "SELECT VALUE SUM(c.tokens) FROM c WHERE c.subject = 'ann' | 200",
                "SELECT VALUE MIN(c.tokens) FROM c WHERE c.tokens > 5    | 10",
                "SELECT VALUE MAX(c.tokens) FROM c                       | 90",
                "SELECT VALUE AVG(c.tokens) FROM c                       | 45",
            })
    void aggregates_cover_all_partitions(String query, double expected) {
        assertEquals(expected, all(query).get(0).asDouble());
    }

    @Test
    void parameters_are_values_and_never_text_of_the_query() {
        SqlQuerySpec query = new SqlQuerySpec(
                "SELECT * FROM c WHERE c.subject = @who", List.of(new SqlParameter("@who", "ann' OR '1' = '1")));
        assertEquals(0, count(query));
        query.setParameters(List.of(new SqlParameter("@who", "ann")));
        assertEquals(5, count(query));
    }

    private long count(SqlQuerySpec query) {
        return prompts.queryItems(query, new CosmosQueryRequestOptions(), JsonNode.class).stream()
                .count();
    }

    @Test
    void a_query_of_one_partition_sees_no_other() {
        CosmosQueryRequestOptions ann = new CosmosQueryRequestOptions().setPartitionKey(new PartitionKey("ann"));
        assertEquals(
                5,
                prompts.queryItems("SELECT * FROM c", ann, JsonNode.class).stream()
                        .count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM c", "SELECT * FROM c ORDER BY c.tokens", "SELECT TOP 8 * FROM c"})
    void pages_go_on_where_the_last_one_ended_though_its_items_were_deleted(String query) {
        List<String> seen = new ArrayList<>();
        String continuation = null;
        do {
            FeedResponse<JsonNode> page = prompts.queryItems(query, new CosmosQueryRequestOptions(), JsonNode.class)
                    .iterableByPage(continuation, 3)
                    .iterator()
                    .next();
            assertTrue(page.getResults().size() <= 3);
            for (JsonNode each : page.getResults()) {
                seen.add(each.path("id").asText());
                prompts.deleteItem(each, null);
            }
            continuation = page.getContinuationToken();
        } while (continuation != null);
        assertEquals(query.contains("TOP") ? "01234567" : "0123456789", String.join("", seen));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELEC * FROM c",
                "SELECT * FROM c WHERE",
                "SELECT * FROM c WHERE d.id = '1'",
                "SELECT * FROM c WHERE c.id = @absent",
                "SELECT * FROM c WHERE NO_SUCH(c.id)",
                "SELECT DISTINCT c.subject FROM c",
                "SELECT c.subject, COUNT(1) AS n FROM c GROUP BY c.subject",
                "SELECT VALUE t FROM c JOIN t IN c.tags",
                "SELECT * FROM c ORDER BY c.prompt.text",
                "SELECT * FROM c ORDER BY c.subject, c.tokens",
            })
    void what_is_wrong_unknown_or_not_indexed_is_refused(String query) {
        assertEquals(400, assertThrows(CosmosException.class, () -> all(query)).getStatusCode());
    }
}
