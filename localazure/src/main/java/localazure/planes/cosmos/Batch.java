package localazure.planes.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.cosmos.Transaction.Operation;
import localazure.planes.cosmos.Transaction.Outcome;

/**
 * Several operations in one request: a transaction when atomic, a bulk otherwise. Source: Azure/azure-sdk-for-java {@code
 * com.azure.cosmos.implementation.batch}.
 */
final class Batch {
    private static final int MOST_OPERATIONS = 100;
    private static final int FAILED_DEPENDENCY = 424;

    private double units;
    private int status = 200;
    private final ArrayNode results = Json.array();

    /** The verb of one operation, as its data action spells it. */
    static String verb(JsonNode operation) {
        return operation.path("operationType").asText();
    }

    static Operation operation(JsonNode asked, String partition) {
        String own = asked.path("partitionKey").asText(partition);
        Optional<String> ifMatch = Arm.text(asked, "ifMatch");
        return new Operation(verb(asked), own, asked.path("id").asText(), asked.path("resourceBody"), ifMatch);
    }

    /** Performs what may be kept; the caller commits when {@link #keep} says so. */
    static Batch run(JsonNode operations, String partition, boolean atomic, Transaction transaction)
            throws CosmosError {
        if (!operations.isArray() || operations.isEmpty() || operations.size() > MOST_OPERATIONS) {
            throw CosmosError.badRequest("A batch has 1 to " + MOST_OPERATIONS + " operations.");
        }
        Batch batch = new Batch();
        for (JsonNode each : operations) {
            boolean spoiled = atomic && !batch.keep();
            if (spoiled) batch.results.add(Json.object("statusCode", FAILED_DEPENDENCY, "requestCharge", 0));
            else batch.add(operation(each, partition), transaction, atomic);
        }
        if (!batch.keep() && atomic) batch.spoilFirst();
        return batch;
    }

    private void add(Operation operation, Transaction transaction, boolean atomic) {
        try {
            Outcome outcome = transaction.perform(operation);
            units += outcome.units();
            ObjectNode result = Json.object("statusCode", outcome.status(), "requestCharge", outcome.units());
            outcome.item().ifPresent(item -> {
                result.put("eTag", item.etag());
                result.set("resourceBody", item.document());
            });
            results.add(result);
        } catch (CosmosError e) {
            status = atomic ? e.status() : 207;
            results.add(Json.object(
                    "statusCode",
                    e.status(),
                    "subStatusCode",
                    e.subStatus(),
                    "requestCharge",
                    1,
                    "message",
                    e.getMessage()));
            units++;
        }
    }

    /** What went well before the failure of a transaction did not happen. */
    private void spoilFirst() {
        for (JsonNode each : results) {
            if (each.path("statusCode").asInt() < 300) {
                ((ObjectNode) each)
                        .removeAll()
                        .put("statusCode", FAILED_DEPENDENCY)
                        .put("requestCharge", 0);
            }
        }
        status = 207;
    }

    boolean keep() {
        return status == 200;
    }

    int status() {
        return status;
    }

    double units() {
        return units;
    }

    ArrayNode results() {
        return results;
    }
}
