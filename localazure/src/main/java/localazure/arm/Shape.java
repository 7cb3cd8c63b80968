package localazure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import localazure.engine.Unknown;

/**
 * The form of answers. The SDK refuses an answer that has a property its class does not declare, or lacks one that its
 * class always has, so answers are cut and filled to what the class says.
 */
final class Shape {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Set<String> additions;
    private final boolean preview;

    private Shape(String token, String apiVersion, boolean preview) {
        this.additions = Additions.of(token, apiVersion).keySet();
        this.preview = preview;
    }

    /** The answer as the SDK takes it: what it does not know is dropped, what it requires is there, if only empty. */
    static ObjectNode answer(String token, String apiVersion, ObjectNode outputs) {
        ObjectNode answer =
                new Shape(token, apiVersion, false).fit("", outputs, SdkTypes.exports(SdkTypes.load(token, "")));
        answer.set("id", outputs.get("id"));
        return answer;
    }

    /** The answer as far as inputs tell it: everything that Azure computes is unknown. */
    static ObjectNode preview(String token, String apiVersion, ObjectNode inputs) {
        Map<String, SdkTypes.Property> properties = SdkTypes.exports(SdkTypes.load(token, ""));
        ObjectNode answer = new Shape(token, apiVersion, true).fit("", inputs, properties);
        properties.keySet().stream().filter(name -> !answer.has(name)).forEach(name -> answer.set(name, Unknown.VALUE));
        return answer;
    }

    private ObjectNode fit(String path, JsonNode object, Map<String, SdkTypes.Property> properties) {
        ObjectNode fitted = JSON.objectNode();
        new TreeMap<>(properties).forEach((name, property) -> {
            String at = path.isEmpty() ? name : path + "." + name;
            Type type = SdkTypes.unwrap(property.type());
            if (object.has(name)) {
                fitted.set(name, fit(at, object.get(name), type));
            } else if (property.required()) {
                fitted.set(name, preview ? Unknown.VALUE : empty(at, type));
            }
        });
        addedBelow(path).stream()
                .filter(name -> object.has(name) && !fitted.has(name))
                .forEach(name -> fitted.set(name, object.get(name)));
        return fitted;
    }

    private JsonNode fit(String path, JsonNode value, Type type) {
        Class<?> raw = SdkTypes.raw(type);
        if (Unknown.is(value)) {
            return Unknown.VALUE;
        }
        if (List.class.isAssignableFrom(raw) && value.isArray()) {
            ArrayNode fitted = JSON.arrayNode();
            value.forEach(each -> fitted.add(fit(path + "[]", each, SdkTypes.argument(type, 0))));
            return fitted;
        }
        if (Map.class.isAssignableFrom(raw) && value.isObject()) {
            ObjectNode fitted = JSON.objectNode();
            value.properties()
                    .forEach(entry ->
                            fitted.set(entry.getKey(), fit(path, entry.getValue(), SdkTypes.argument(type, 1))));
            return fitted;
        }
        if (preview && Map.class.isAssignableFrom(raw)) {
            return Unknown.VALUE;
        }
        return value.isObject()
                ? SdkTypes.answers(raw)
                        .map(properties -> (JsonNode) fit(path, value, properties))
                        .orElse(value)
                : value;
    }

    private JsonNode empty(String path, Type type) {
        Class<?> raw = SdkTypes.raw(type);
        if (raw == Boolean.class) {
            return BooleanNode.FALSE;
        }
        if (raw == Integer.class || raw == Double.class) {
            return IntNode.valueOf(0);
        }
        if (List.class.isAssignableFrom(raw)) {
            return JSON.arrayNode();
        }
        if (Map.class.isAssignableFrom(raw)) {
            return JSON.objectNode();
        }
        return SdkTypes.answers(raw)
                .map(properties -> (JsonNode) fit(path, JSON.objectNode(), properties))
                .orElse(TextNode.valueOf(""));
    }

    /** Names of the additions that stand directly in the object at a path. */
    private Set<String> addedBelow(String path) {
        String prefix = path.isEmpty() ? "" : path + ".";
        return additions.stream()
                .filter(each -> each.startsWith(prefix) && each.indexOf('.', prefix.length()) < 0)
                .map(each -> each.substring(prefix.length()))
                .collect(Collectors.toSet());
    }
}
