package localazure.planes.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localazure.planes.Json;

/** Operations on items that see each other and are kept together. Nothing is changed before {@link #commit}. */
final class Transaction {
    /**
     * What is asked of one item.
     *
     * @param partition its partition key as a JSON array
     * @param id empty for a create and an upsert, whose body has it
     * @param ifMatch the etag that the item must still have
     */
    record Operation(String verb, String partition, String id, JsonNode body, Optional<String> ifMatch) {}

    /** @param item what the item is now; empty after a deletion */
    record Outcome(int status, Optional<Item> item, double units) {}

    private static final int MOST_BYTES = 2 * 1024 * 1024;
    private static final int MOST_ID_BYTES = 1023;
    private static final double READ_UNITS = 1;
    private static final double WRITE_UNITS = 5;

    private final Container container;
    private final ItemStore store;
    private final Clock clock;
    private final Map<String, Optional<Item>> pending = new HashMap<>();
    private final List<JsonNode> changes = new ArrayList<>();
    private long created;

    Transaction(Container container, ItemStore store, Clock clock) {
        this.container = container;
        this.store = store;
        this.clock = clock;
    }

    void commit() {
        store.commit(changes);
    }

    Outcome perform(Operation asked) throws CosmosError {
        switch (asked.verb) {
            case "Create":
                return create(asked, body(asked));
            case "Upsert":
                return upsert(asked, body(asked));
            case "Read":
                Item read = existing(asked);
                return new Outcome(200, Optional.of(read), units(READ_UNITS, read));
            case "Replace":
                return replace(asked, existing(asked), body(asked));
            case "Patch":
                Item before = existing(asked);
                return replace(asked, before, Patch.apply(asked.body, before.document()));
            case "Delete":
                return delete(existing(asked));
            default:
                throw CosmosError.badRequest("The operation '" + asked.verb + "' is not supported.");
        }
    }

    private Outcome create(Operation asked, ObjectNode body) throws CosmosError {
        if (find(asked.partition, body.path("id").asText()).isPresent()) throw CosmosError.conflict();
        return put(201, Optional.empty(), asked, body);
    }

    private Outcome upsert(Operation asked, ObjectNode body) throws CosmosError {
        Optional<Item> before = find(asked.partition, body.path("id").asText());
        if (before.isPresent()) checkMatch(asked, before.get());
        return put(before.isPresent() ? 200 : 201, before, asked, body);
    }

    private Outcome replace(Operation asked, Item before, ObjectNode body) throws CosmosError {
        if (!body.path("id").asText().equals(before.id())) {
            throw CosmosError.badRequest("Replacing the item with another id is not allowed.");
        }
        return put(200, Optional.of(before), asked, body);
    }

    private Outcome put(int status, Optional<Item> before, Operation asked, ObjectNode body) throws CosmosError {
        check(asked, body);
        Item item = store.next(before, asked.partition, body, before.isPresent() ? 0 : created++);
        pending.put(key(asked.partition, item.id()), Optional.of(item));
        changes.add(ItemStore.put(item));
        return new Outcome(status, Optional.of(item), units(WRITE_UNITS, item));
    }

    private Outcome delete(Item before) {
        pending.put(key(before.partition(), before.id()), Optional.empty());
        changes.add(ItemStore.gone(before));
        return new Outcome(204, Optional.empty(), units(WRITE_UNITS, before));
    }

    private ObjectNode body(Operation asked) throws CosmosError {
        if (asked.body instanceof ObjectNode object) return object;
        throw CosmosError.badRequest("The request payload is invalid. Ensure to provide a valid request payload.");
    }

    private void check(Operation asked, ObjectNode body) throws CosmosError {
        String id = body.path("id").asText("");
        boolean named = body.path("id").isTextual() && !id.isEmpty() && !id.matches("(?s).*[/\\\\#?].*");
        if (!named || id.getBytes(StandardCharsets.UTF_8).length > MOST_ID_BYTES) {
            throw CosmosError.badRequest(
                    "The input content is invalid because the required property - 'id; ' - is missing or"
                            + " has characters that are not allowed.");
        }
        if (!container.partition(body).equals(asked.partition)) {
            throw new CosmosError(
                    400,
                    1001,
                    "BadRequest",
                    "PartitionKey extracted from document doesn't match the one specified in the header.");
        }
        if (body.has("ttl")
                && !(body.path("ttl").asLong(0) > 0 || body.path("ttl").asLong(0) == -1)) {
            throw CosmosError.badRequest("The input ttl '" + body.path("ttl")
                    + "' is invalid. Ensure to provide a nonzero" + " positive integer or -1.");
        }
        if (body.toString().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new CosmosError(413, 0, "RequestEntityTooLarge", "Request size is too large");
        }
    }

    private Item existing(Operation asked) throws CosmosError {
        Item item = find(asked.partition, asked.id).orElseThrow(CosmosError::notFound);
        checkMatch(asked, item);
        return item;
    }

    private static void checkMatch(Operation asked, Item item) throws CosmosError {
        boolean other = !asked.verb.equals("Read")
                && asked.ifMatch
                        .filter(etag -> !etag.equals("*") && !etag.equals(item.etag()))
                        .isPresent();
        if (other) throw CosmosError.precondition();
    }

    private Optional<Item> find(String partition, String id) {
        Optional<Item> changed = pending.get(key(partition, id));
        return changed != null ? changed : store.find(partition, id).filter(this::lives);
    }

    /** An expired item is gone for every reader, whenever it leaves the disk. */
    boolean lives(Item item) {
        long now = clock.instant().getEpochSecond();
        return container
                .lifetime(item.document())
                .filter(seconds -> now >= item.changed() + seconds)
                .isEmpty();
    }

    private static String key(String partition, String id) {
        return Json.array(partition, id).toString();
    }

    private static double units(double perKilobyte, Item item) {
        return perKilobyte * Math.max(1, Math.ceil(item.document().toString().length() / 1024.0));
    }
}
