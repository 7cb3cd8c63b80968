package infra.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One object of the settings under the path its user knows. A value that breaks its rule becomes a fault and reads as the
 * fallback, so that reading goes on and finds the other faults too.
 */
final class Section {

    /** What Pulumi.yaml writes for a text that is absent: the engine wants a default for every key that may be left out. */
    private static final TextNode EMPTY = TextNode.valueOf("");

    private final String path;
    private final JsonNode values;
    private final List<String> faults;
    private final Set<String> asked = new LinkedHashSet<>();

    Section(String path, JsonNode values, List<String> faults) {
        this.path = path;
        this.values = values;
        this.faults = faults;
        if (!values.isObject()) fault("", seen(values), "an object");
    }

    boolean has(String key) {
        asked.add(key);
        return values.hasNonNull(key) && !values.get(key).equals(EMPTY);
    }

    /** Whether it is there and not an empty list. */
    boolean hasSome(String key) {
        return has(key) && !(values.get(key).isArray() && values.get(key).isEmpty());
    }

    boolean flag(String key, boolean fallback) {
        if (!has(key)) return fallback;
        var value = values.get(key);
        // The engine hands over a plain setting as text.
        if (value.isBoolean() || value.asText().matches("true|false")) return Boolean.parseBoolean(value.asText());
        fault(key, seen(value), "true or false");
        return fallback;
    }

    String text(String key, String fallback, Predicate<String> rule, String expected) {
        if (!has(key)) {
            if (fallback.isEmpty()) fault(key, "absent", expected);
            return fallback;
        }
        var value = values.get(key);
        if (value.isValueNode() && rule.test(value.asText())) return value.asText();
        fault(key, seen(value), expected);
        return fallback;
    }

    /** A text that must be there. */
    String text(String key, Pattern rule, String expected) {
        return text(key, "", value -> rule.matcher(value).matches(), expected);
    }

    Optional<String> optional(String key, Pattern rule, String expected) {
        return has(key) ? Optional.of(text(key, rule, expected)) : Optional.empty();
    }

    /** A text of which a fault says the length alone. */
    Optional<String> secret(String key, Pattern rule, String expected) {
        if (!has(key)) return Optional.empty();
        var text = values.get(key).asText();
        if (rule.matcher(text).matches()) return Optional.of(text);
        fault(key, text.length() + " characters", expected);
        return Optional.empty();
    }

    int number(String key, int fallback, int least, int most, String unit) {
        if (!has(key)) return fallback;
        var value = values.get(key);
        try {
            var number = Integer.parseInt(value.asText());
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // Said below, in the same words as a number out of range.
        }
        fault(key, seen(value), least + " to " + most + unit);
        return fallback;
    }

    /** A number that must be there. */
    int number(String key, int least, int most, String unit) {
        if (!has(key)) fault(key, "absent", least + " to " + most + unit);
        return number(key, least, least, most, unit);
    }

    double decimal(String key, double fallback, long least, long most, String unit) {
        if (!has(key)) return fallback;
        var value = values.get(key);
        if (value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most) return value.doubleValue();
        fault(key, seen(value), least + " to " + most + unit);
        return fallback;
    }

    /** A list of texts, empty when it is absent. */
    List<String> texts(String key, Pattern rule, String expected) {
        return texts(key, text -> rule.matcher(text).matches(), expected);
    }

    /** A list of texts, empty when it is absent. */
    List<String> texts(String key, Predicate<String> rule, String expected) {
        if (!has(key) || values.get(key).isArray() && values.get(key).isEmpty()) return List.of();
        var texts = new ArrayList<String>();
        for (var item : items(key, values.get(key), "a list of " + expected)) {
            var text = item.value().asText();
            if (!item.value().isTextual() || !rule.test(text)) item.fault("a list of " + expected);
            else if (texts.contains(text)) item.fault("each once");
            else texts.add(text);
        }
        return texts;
    }

    /** The keys of the object. */
    List<String> keys() {
        var keys = new ArrayList<String>();
        values.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** An object, empty when it is absent. */
    Section section(String key) {
        var value = has(key) ? values.get(key) : JsonNodeFactory.instance.objectNode();
        return new Section(join(key), value, faults);
    }

    /** A list of objects; absent or empty is a fault unless the fallback has some. */
    List<Section> sections(String key, JsonNode fallback, String expected) {
        return items(key, fallback, expected).stream()
                .map(item -> new Section(item.path, item.value, faults))
                .toList();
    }

    /** A list of texts with their paths. */
    List<Item> items(String key, JsonNode fallback, String expected) {
        var list = has(key) ? values.get(key) : fallback;
        if (!list.isArray() || list.isEmpty()) {
            fault(key, has(key) ? seen(list) : "absent", expected);
            return List.of();
        }
        var items = new ArrayList<Item>();
        for (var index = 0; index < list.size(); index++)
            items.add(new Item(join(key) + "[" + index + "]", list.get(index), faults));
        return items;
    }

    /** Every text, number and truth value below a key with its path. */
    List<Item> leaves(String key) {
        var leaves = new ArrayList<Item>();
        if (has(key)) leaves(join(key), values.get(key), leaves);
        return leaves;
    }

    private void leaves(String at, JsonNode value, List<Item> leaves) {
        if (value.isValueNode()) leaves.add(new Item(at, value, faults));
        value.fields().forEachRemaining(field -> leaves(at + "." + field.getKey(), field.getValue(), leaves));
        for (var index = 0; value.isArray() && index < value.size(); index++)
            leaves(at + "[" + index + "]", value.get(index), leaves);
    }

    /** Names every key that was never asked for: most are misspelt. */
    void close() {
        values.fieldNames().forEachRemaining(key -> {
            if (!asked.contains(key)) fault(key, seen(values.get(key)), "one of " + String.join(", ", asked));
        });
    }

    /** @param fault with its own place, below that of the key */
    void fault(String key, String fault) {
        faults.add(join(key) + ": " + fault);
    }

    void fault(String key, String seen, String expected) {
        faults.add(join(key) + ": " + seen + " (expected: " + expected + ")");
    }

    private static String seen(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    private String join(String key) {
        if (key.isEmpty()) return path;
        return path.isEmpty() || path.endsWith(":") ? path + key : path + "." + key;
    }

    /** One value of a list. */
    record Item(String path, JsonNode value, List<String> faults) {
        void fault(String expected) {
            faults.add(path + ": " + seen(value) + " (expected: " + expected + ")");
        }
    }
}
