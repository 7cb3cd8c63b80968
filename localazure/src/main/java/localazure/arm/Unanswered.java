package localazure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Creates whose answer the engine may never have seen: when the provider dies in between, the engine takes the create for
 * failed and forgets it. Such a resource is made again instead of being refused as existing, under the name it had, so that
 * a kill neither loses nor doubles it. On disk, because the kill is what it is for.
 */
final class Unanswered {
    private final ResourceStore store;

    Unanswered(ResourceStore store) {
        this.store = store;
    }

    /** To be called before the resource is made. */
    void begin(String id, String token, ObjectNode inputs) {
        store.put(new ArmResource(id, token, inputs, inputs.objectNode()));
    }

    boolean contains(String id) {
        return store.find(id).isPresent();
    }

    /** The engine has the answer, or speaks of the resource as its own. */
    void seen(String id) {
        if (contains(id)) {
            store.delete(id);
        }
    }
}
