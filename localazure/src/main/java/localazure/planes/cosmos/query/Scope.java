package localazure.planes.cosmos.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What an expression is evaluated over.
 *
 * @param item the document; missing inside an aggregate query
 * @param parameters by name, with the {@code @}
 * @param group the documents that aggregates run over
 */
record Scope(JsonNode item, Map<String, JsonNode> parameters, List<JsonNode> group) {
    Scope of(JsonNode other) {
        return new Scope(other, parameters, group);
    }
}
