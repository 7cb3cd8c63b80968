package localazure.planes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collection;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** JSON documents, made and read. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** An object of alternating names and values: text, numbers, truth values, null or nodes. */
    public static ObjectNode object(Object... namesAndValues) {
        ObjectNode node = object();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            node.set((String) namesAndValues[i], value instanceof JsonNode ready ? ready : MAPPER.valueToTree(value));
        }
        return node;
    }

    public static ArrayNode array(Object... values) {
        return MAPPER.valueToTree(values);
    }

    public static ArrayNode array(Collection<?> values) {
        return MAPPER.valueToTree(values);
    }

    /** The elements of an array, or none. */
    public static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** @throws IOException when the text is not JSON */
    public static JsonNode read(byte[] bytes) throws IOException {
        return MAPPER.readTree(bytes);
    }

    /** @throws IllegalArgumentException when the text is not JSON */
    public static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }
}
