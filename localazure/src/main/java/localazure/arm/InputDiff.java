package localazure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import localazure.engine.Backend;
import localazure.engine.Differences;

/** Old inputs against new ones; what Azure computes does not count, as in azure-native. */
final class InputDiff {
    private InputDiff() {}

    static Backend.Difference of(ResourceType type, ObjectNode olds, ObjectNode news) {
        ObjectNode before = comparable(olds);
        ObjectNode after = comparable(news);
        Map<String, Backend.Change> changes = Differences.of(before, after);
        Set<String> fixed = new HashSet<>(type.pathProperties());
        fixed.addAll(type.replaceOn());
        fixed.add("location");
        List<String> replaces = changes.keySet().stream()
                .filter(path -> fixed.stream().anyMatch(each -> covers(each, path)))
                .toList();
        boolean named = !news.has(Defaults.CREATE_BEFORE_DELETE);
        boolean sameName = olds.path(type.nameProperty()).equals(news.path(type.nameProperty()));
        return new Backend.Difference(changes, replaces, !replaces.isEmpty() && named && sameName);
    }

    private static boolean covers(String property, String path) {
        return path.equals(property) || path.startsWith(property + ".") || path.startsWith(property + "[");
    }

    private static ObjectNode comparable(ObjectNode inputs) {
        ObjectNode copy = inputs.deepCopy();
        copy.remove(Defaults.CREATE_BEFORE_DELETE);
        if (copy.path("location").isTextual()) {
            copy.put("location", Locations.normal(copy.get("location").textValue()));
        }
        return copy;
    }
}
