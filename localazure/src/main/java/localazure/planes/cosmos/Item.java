package localazure.planes.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A stored item.
 *
 * @param number its place in the container: items that came later have higher ones
 * @param partition the values of its partition key as a JSON array
 * @param document with the system properties
 */
record Item(long number, String partition, ObjectNode document) {
    static Item of(JsonNode stored) {
        return new Item(stored.path("n").asLong(), stored.path("pk").asText(), (ObjectNode) stored.path("doc"));
    }

    String id() {
        return document.path("id").asText();
    }

    String etag() {
        return document.path("_etag").asText();
    }

    /** Seconds since 1970 of the last change. */
    long changed() {
        return document.path("_ts").asLong();
    }
}
