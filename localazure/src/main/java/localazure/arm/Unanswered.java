package localazure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Creates whose answer the engine may never have seen: when the provider dies in between, the engine takes the create for
 * failed and forgets it. Such a resource is made again instead of being refused as existing, under the name it had, so that
 * a kill neither loses nor doubles it. On disk, because the kill is what it is for; only what an earlier process left counts.
 */
final class Unanswered {
    private final ResourceStore store;
    private final Set<String> left;

    Unanswered(ResourceStore store) {
        this.store = store;
        this.left = store.all().stream()
                .map(each -> key(each.id()))
                .collect(Collectors.toCollection(ConcurrentHashMap::newKeySet));
    }

    /** To be called before the resource is made. */
    void begin(String id, String token, ObjectNode inputs) {
        store.put(new ArmResource(id, token, inputs, inputs.objectNode()));
        left.remove(key(id));
    }

    /** Whether an earlier process made it and may have died before it could say so. */
    boolean contains(String id) {
        return left.contains(key(id));
    }

    /** The engine has the answer, or speaks of the resource as its own. */
    void seen(String id) {
        left.remove(key(id));
        if (store.find(id).isPresent()) {
            store.delete(id);
        }
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
