package proxy.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One JSON object of the document while it is read. Faults are collected and a stand-in value is returned, so that one run
 * reports all of them; {@link #close} adds the keys that nobody asked for.
 */
final class Section implements AutoCloseable {

    private final String path;
    private final JsonNode node;
    private final List<String> faults;
    private final Set<String> known = new LinkedHashSet<>();

    Section(String path, JsonNode node, List<String> faults) {
        this.path = path;
        this.node = node;
        this.faults = faults;
        if (!node.isObject() && !node.isMissingNode()) {
            fault(path.isEmpty() ? "configuration" : path, node, "a JSON object");
        }
    }

    String text(String key) {
        return optionalText(key).orElseGet(() -> {
            if (!node.has(key)) {
                fault(key(key), MissingNode.getInstance(), "a string");
            }
            return "";
        });
    }

    String text(String key, String byDefault) {
        return optionalText(key).orElse(byDefault);
    }

    Optional<String> optionalText(String key) {
        var value = take(key);
        if (value.isTextual() && !value.textValue().isBlank()) {
            return Optional.of(value.textValue());
        }
        if (!value.isMissingNode()) {
            fault(key(key), value, "a string that is not empty");
        }
        return Optional.empty();
    }

    int required(String key, int min, int max) {
        if (!node.has(key)) {
            fault(key(key), take(key), min + ".." + max);
            return min;
        }
        return integer(key, min, max, min);
    }

    int integer(String key, int min, int max, int byDefault) {
        var value = take(key);
        if (value.isMissingNode()) {
            return byDefault;
        }
        if (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= min && value.intValue() <= max) {
            return value.intValue();
        }
        fault(key(key), value, min + ".." + max);
        return byDefault;
    }

    Optional<Integer> optionalInteger(String key, int min) {
        return has(key) ? Optional.of(required(key, min, Integer.MAX_VALUE)) : Optional.empty();
    }

    boolean flag(String key, boolean byDefault) {
        var value = take(key);
        if (!value.isMissingNode() && !value.isBoolean()) {
            fault(key(key), value, "true or false");
        }
        return value.asBoolean(byDefault);
    }

    boolean has(String key) {
        return !take(key).isMissingNode();
    }

    /** A list of strings of which none is empty. */
    Optional<List<String>> texts(String key) {
        var value = take(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        var texts = new ArrayList<String>();
        value.forEach(each -> texts.add(each.isTextual() ? each.textValue() : ""));
        if (!value.isArray() || texts.stream().anyMatch(String::isBlank)) {
            fault(key(key), value, "a list of strings that are not empty");
        }
        return Optional.of(List.copyOf(texts));
    }

    /** A list of one string or more, none of which is empty. */
    Optional<List<String>> someTexts(String key) {
        var value = take(key);
        if (value.isArray() && value.isEmpty()) {
            fault(key(key), value, "a list of at least 1");
        }
        return texts(key);
    }

    /** A list of lines, which may be empty. A fault does not say what is in it. */
    Optional<List<String>> lines(String key) {
        var value = take(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        var lines = new ArrayList<String>();
        value.forEach(each -> lines.add(each.asText()));
        if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isTextual)) {
            fault(key, "something else", "a list of strings");
        }
        return Optional.of(List.copyOf(lines));
    }

    /** A nested object, empty when absent. */
    Section section(String key) {
        return new Section(key(key), take(key), faults);
    }

    /**
     * A nested object in whose place {@code none} could stand; a fault, and empty, when it is no object.
     *
     * @param required the keys that it must have, for the fault
     */
    Optional<Section> sectionInsteadOfNone(String key, String required) {
        var value = take(key);
        if (value.isObject()) {
            return Optional.of(section(key));
        }
        fault(key(key), value, "none, or a JSON object with " + required);
        return Optional.empty();
    }

    List<Section> sections(String key, int minItems) {
        var value = take(key);
        if (!value.isArray() || value.size() < minItems) {
            fault(key(key), value, minItems == 0 ? "a list" : "a list of at least " + minItems);
            return List.of();
        }
        var sections = new ArrayList<Section>();
        for (var index = 0; index < value.size(); index++) {
            sections.add(new Section(key(key) + "[" + index + "]", value.get(index), faults));
        }
        return sections;
    }

    /** What each of a list of objects says. */
    <T> List<T> each(String key, int minItems, Function<Section, T> read) {
        var items = new ArrayList<T>();
        for (var section : sections(key, minItems)) {
            try (section) {
                items.add(read.apply(section));
            }
        }
        return List.copyOf(items);
    }

    /** Reports names that are there twice. */
    void distinct(String key, List<String> names) {
        var repeated = names.size() - Set.copyOf(names).size();
        if (repeated > 0) {
            fault(key, repeated + " repeated (expected: no name twice)");
        }
    }

    boolean saysNone(String key) {
        return "none".equals(take(key).textValue());
    }

    /** @param fault with what is expected in it */
    void fault(String key, String fault) {
        faults.add(key(key) + ": " + fault);
    }

    void fault(String key, String seen, String expected) {
        faults.add(key(key) + ": " + seen + " (expected: " + expected + ")");
    }

    @Override
    public void close() {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fault(key(name), node.get(name), "one of " + String.join(", ", known));
            }
        });
    }

    private JsonNode take(String key) {
        known.add(key);
        return node.path(key);
    }

    private void fault(String key, JsonNode seen, String expected) {
        faults.add(key + ": " + (seen.isMissingNode() ? "missing" : seen) + " (expected: " + expected + ")");
    }

    private String key(String key) {
        var name = key.isBlank() ? "\"" + key + "\"" : key;
        return path.isEmpty() ? name : path + "." + name;
    }
}
