package localazure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import localazure.engine.Unknown;

/** What an update leaves as it is: ids, principals and addresses that Azure computed before. */
final class Known {
    private Known() {}

    /** The new answer with the old values where inputs give none. List elements belong together by {@code name}. */
    static ObjectNode from(ObjectNode before, ObjectNode after, JsonNode inputs) {
        ObjectNode merged = after.deepCopy();
        for (Map.Entry<String, JsonNode> entry : merged.properties()) {
            JsonNode old = before.get(entry.getKey());
            if (old != null) {
                entry.setValue(merge(old, entry.getValue(), inputs.path(entry.getKey())));
            }
        }
        return merged;
    }

    private static JsonNode merge(JsonNode before, JsonNode after, JsonNode input) {
        if (Unknown.is(after)) {
            return Unknown.is(input) ? after : before;
        }
        if (before.isObject() && after.isObject()) {
            return from((ObjectNode) before, (ObjectNode) after, input);
        }
        if (before.isArray() && after.isArray()) {
            ArrayNode merged = after.deepCopy();
            for (int i = 0; i < merged.size(); i++) {
                merged.set(i, mergeElement(before, merged.get(i), input.path(i)));
            }
            return merged;
        }
        return after;
    }

    private static JsonNode mergeElement(JsonNode olds, JsonNode element, JsonNode input) {
        JsonNode name = element.path("name");
        for (JsonNode old : olds) {
            if (name.isTextual() && old.path("name").equals(name)) {
                return merge(old, element, input);
            }
        }
        return element;
    }
}
