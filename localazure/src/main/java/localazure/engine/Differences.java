package localazure.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** Compares two objects property by property. */
public final class Differences {
    private Differences() {}

    /** What changed, by property path such as {@code subnets[0].addressPrefix}, in order of name. */
    public static Map<String, Backend.Change> of(ObjectNode before, ObjectNode after) {
        Map<String, Backend.Change> changes = new LinkedHashMap<>();
        compareObjects("", before, after, changes);
        return changes;
    }

    private static void compareObjects(
            String prefix, JsonNode before, JsonNode after, Map<String, Backend.Change> changes) {
        TreeSet<String> names = new TreeSet<>();
        for (JsonNode each : new JsonNode[] {before, after}) {
            for (Iterator<String> all = each.fieldNames(); all.hasNext(); ) {
                names.add(all.next());
            }
        }
        for (String name : names) {
            String segment = name.matches("[A-Za-z_$][A-Za-z0-9_$]*") ? name : "[\"" + name + "\"]";
            String path = prefix.isEmpty() || segment.startsWith("[") ? prefix + segment : prefix + "." + segment;
            compare(path, before.get(name), after.get(name), changes);
        }
    }

    private static void compare(String path, JsonNode before, JsonNode after, Map<String, Backend.Change> changes) {
        if (before == null) {
            changes.put(path, Backend.Change.ADD);
        } else if (after == null) {
            changes.put(path, Backend.Change.DELETE);
        } else if (before.isObject() && after.isObject()) {
            compareObjects(path, before, after, changes);
        } else if (before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(path + "[" + i + "]", before.get(i), after.get(i), changes);
            }
        } else if (!before.equals(after)) {
            changes.put(path, Backend.Change.UPDATE);
        }
    }
}
