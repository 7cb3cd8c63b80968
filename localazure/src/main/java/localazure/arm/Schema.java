package localazure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import localazure.engine.Backend;
import localazure.engine.Unknown;

/** Checks inputs against what the SDK's own classes declare: unknown and missing properties, wrong JSON kinds. */
final class Schema {
    private final Map<String, String> additions;
    private final Set<String> optional;
    private final List<Backend.Failure> failures = new ArrayList<>();

    private Schema(Map<String, String> additions, Set<String> optional) {
        this.additions = additions;
        this.optional = optional;
    }

    /** Every fault of the inputs; a property that begins with two underscores is the provider's own and not looked at. */
    static List<Backend.Failure> check(String token, String apiVersion, ObjectNode inputs) {
        Schema schema = new Schema(Additions.of(token, apiVersion), Additions.optional(token, apiVersion));
        schema.checkObject("", inputs, SdkTypes.imports(SdkTypes.load(token, "Args")));
        return schema.failures;
    }

    private void checkObject(String path, JsonNode object, Map<String, SdkTypes.Property> properties) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (name.startsWith("__")) {
                continue;
            }
            String at = path.isEmpty() ? name : path + "." + name;
            SdkTypes.Property property = properties.get(name);
            String addition = additions.get(pattern(at));
            if (property != null) {
                checkValue(at, object.get(name), SdkTypes.unwrap(property.type()));
            } else if (addition != null) {
                checkKind(at, object.get(name), addition);
            } else {
                fail(
                        at,
                        "unknown property (expected: one of " + String.join(", ", new TreeSet<>(properties.keySet()))
                                + ")");
            }
        }
        properties.forEach((name, property) -> {
            String at = path.isEmpty() ? name : path + "." + name;
            if (property.required() && !object.has(name) && !optional.contains(pattern(at))) {
                fail(at, "absent (expected: a value, the property is required)");
            }
        });
    }

    /** The path of a property in every element of its lists. */
    private static String pattern(String path) {
        return path.replaceAll("\\[\\d+]", "[]");
    }

    private void checkValue(String path, JsonNode value, Type type) {
        if (Unknown.is(value)) {
            return;
        }
        List<Type> alternatives = SdkTypes.alternatives(type);
        if (alternatives.size() > 1) {
            checkAlternatives(path, value, alternatives);
            return;
        }
        Class<?> raw = SdkTypes.raw(type);
        if (List.class.isAssignableFrom(raw)) {
            if (checkKind(path, value, "array")) {
                for (int i = 0; i < value.size(); i++) {
                    checkValue(path + "[" + i + "]", value.get(i), SdkTypes.argument(type, 0));
                }
            }
        } else if (Map.class.isAssignableFrom(raw)) {
            if (checkKind(path, value, "object")) {
                value.properties()
                        .forEach(entry ->
                                checkValue(path + "." + entry.getKey(), entry.getValue(), SdkTypes.argument(type, 1)));
            }
        } else if (raw != Object.class) {
            checkScalarOrObject(path, value, raw);
        }
    }

    private void checkScalarOrObject(String path, JsonNode value, Class<?> raw) {
        Map<String, SdkTypes.Property> nested = SdkTypes.imports(raw);
        if (!nested.isEmpty()) {
            if (checkKind(path, value, "object")) {
                checkObject(path, value, nested);
            }
        } else if (raw == Integer.class || raw == Double.class) {
            checkKind(path, value, "number");
        } else if (raw == Boolean.class) {
            checkKind(path, value, "boolean");
        } else if (raw == String.class) {
            checkKind(path, value, "string");
        }
    }

    /** Good when one alternative is; otherwise the faults of the last one are the report. */
    private void checkAlternatives(String path, JsonNode value, List<Type> alternatives) {
        Schema attempt = new Schema(additions, optional);
        for (Type alternative : alternatives) {
            attempt = new Schema(additions, optional);
            attempt.checkValue(path, value, alternative);
            if (attempt.failures.isEmpty()) {
                return;
            }
        }
        failures.addAll(attempt.failures);
    }

    private boolean checkKind(String path, JsonNode value, String kind) {
        String seen = value.getNodeType().name().toLowerCase(Locale.ROOT);
        if (Unknown.is(value) || seen.equals(kind)) {
            return true;
        }
        fail(path, value + " (expected: " + (kind.matches("[aeiou].*") ? "an " : "a ") + kind + ")");
        return false;
    }

    private void fail(String path, String what) {
        failures.add(
                new Backend.Failure(path, "Code=\"InvalidRequestContent\" Message=\"" + path + ": " + what + "\""));
    }
}
