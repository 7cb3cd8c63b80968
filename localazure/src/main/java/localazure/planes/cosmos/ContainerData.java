package localazure.planes.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import localazure.planes.Json;
import localazure.planes.cosmos.Transaction.Operation;
import localazure.planes.cosmos.Transaction.Outcome;
import localazure.planes.cosmos.query.Query;
import localazure.planes.cosmos.query.QueryException;

/** One container at work. Thread-safe: one request at a time. */
final class ContainerData {
    private final Container container;
    private final ItemStore store;
    private final Clock clock;

    ContainerData(Container container, ItemStore store, Clock clock) {
        this.container = container;
        this.store = store;
        this.clock = clock;
    }

    Container container() {
        return container;
    }

    String rid() {
        return store.rid();
    }

    /** What the client shows again to read its own writes. */
    String sessionToken() {
        synchronized (store) {
            return "0:-1#" + store.version();
        }
    }

    private Transaction transaction() {
        return new Transaction(container, store, clock);
    }

    Outcome perform(Operation operation) throws CosmosError {
        synchronized (store) {
            Transaction transaction = transaction();
            Outcome outcome = transaction.perform(operation);
            transaction.commit();
            return outcome;
        }
    }

    Batch batch(JsonNode operations, String partition, boolean atomic) throws CosmosError {
        synchronized (store) {
            Transaction transaction = transaction();
            Batch batch = Batch.run(operations, partition, atomic, transaction);
            if (batch.keep() || !atomic) transaction.commit();
            return batch;
        }
    }

    /** @param partition the partition to look in as a JSON array; empty for all */
    Page query(JsonNode asked, String partition, String continuation, int size) throws CosmosError {
        Query query = parse(asked);
        checkIndex(query);
        synchronized (store) {
            Transaction reading = transaction();
            Stream<Item> items = store.all().stream()
                    .filter(each -> partition.isEmpty() || each.partition().equals(partition))
                    .filter(reading::lives);
            return Page.of(query, items, continuation, size);
        }
    }

    JsonNode plan(JsonNode asked) throws CosmosError {
        try {
            Query query = parse(asked);
            checkIndex(query);
            return query.plan();
        } catch (QueryException e) {
            throw syntax(e);
        }
    }

    private static Query parse(JsonNode asked) throws CosmosError {
        Map<String, JsonNode> parameters = new HashMap<>();
        asked.path("parameters")
                .forEach(each -> parameters.put(each.path("name").asText(), each.path("value")));
        try {
            return Query.parse(asked.path("query").asText(), parameters);
        } catch (QueryException e) {
            throw syntax(e);
        }
    }

    private static CosmosError syntax(QueryException e) {
        JsonNode error = Json.object("severity", "Error", "code", "SC1001", "message", e.getMessage());
        return CosmosError.badRequest("Message: " + Json.object("errors", Json.array(error)));
    }

    /** Codes of the texts: Microsoft Learn: indexing policies in Azure Cosmos DB. */
    private void checkIndex(Query query) throws CosmosError {
        List<String> paths = query.sortPaths();
        if (paths.stream().anyMatch(container::excludes)) {
            throw CosmosError.badRequest("The index path corresponding to the specified order-by item is excluded.");
        }
        if (paths.size() > 1 && !container.composite(paths)) {
            throw CosmosError.badRequest(
                    "The order by query does not have a corresponding composite index that it can be"
                            + " served from.");
        }
    }
}
