package infra.testkit;

import java.util.List;
import java.util.Map;

/**
 * A resource that a program registered: what the engine would have seen of it.
 *
 * @param replaceOnChanges inputs with a change of which it is replaced, besides those of its type
 * @param id that Azure would have given it; empty for a component
 */
public record RecordedResource(
        String type,
        String name,
        String urn,
        Map<String, Object> inputs,
        List<String> dependsOn,
        List<String> replaceOnChanges,
        String provider,
        String id) {

    /** The input at a path such as {@code properties.networkAcls.defaultAction} or {@code logs.0.categoryGroup}; null when absent. */
    public Object at(String path) {
        Object value = inputs;
        for (var step : path.split("\\.")) {
            if (value instanceof Map<?, ?> map) value = map.get(step);
            else if (value instanceof List<?> list)
                value = list.size() > Integer.parseInt(step) ? list.get(Integer.parseInt(step)) : null;
            else return null;
        }
        return value;
    }

    /** Whether it waits for the other by an explicit dependency. */
    public boolean waitsFor(RecordedResource other) {
        return dependsOn.contains(other.urn());
    }
}
