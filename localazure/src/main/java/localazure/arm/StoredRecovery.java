package localazure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * Finds interrupted creates by the id that their inputs give. The subscription is not among the inputs of a resource,
 * so every subscription is looked at.
 */
public final class StoredRecovery implements Recovery {
    private final Map<String, Rule> rules;
    private final ResourceStore store;

    public StoredRecovery(Map<String, Rule> rules, ResourceStore store) {
        this.rules = rules;
        this.store = store;
    }

    @Override
    public Optional<String> idOf(String type, ObjectNode inputs) {
        Token token = Token.parse(type);
        Rule rule = rules.get(token.plain());
        if (rule == null) {
            return Optional.empty();
        }
        return store.ofType(token.plain()).stream()
                .map(ArmResource::id)
                .filter(id -> matches(rule.type(), id, inputs))
                .findFirst();
    }

    private static boolean matches(ResourceType type, String id, ObjectNode inputs) {
        try {
            return ArmId.same(type.idOf(ArmId.subscription(id), inputs), id);
        } catch (ArmException e) {
            return false;
        }
    }
}
