package localazure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Works on the stored resources. The subscription is not among the inputs of a resource, so every subscription is looked at.
 */
public final class StoreOperator implements Operator {
    private final Map<String, Rule> rules;
    private final ResourceStore store;
    private final Supplier<ControlPlane> control;

    /** @param control asked for at the first deletion, since the planes, which need an operator, are made before it */
    public StoreOperator(Map<String, Rule> rules, ResourceStore store, Supplier<ControlPlane> control) {
        this.rules = rules;
        this.store = store;
        this.control = control;
    }

    @Override
    public Optional<ArmResource> made(String type, ObjectNode inputs) {
        Token token = Token.parse(type);
        Rule rule = rules.get(token.plain());
        if (rule == null) {
            return Optional.empty();
        }
        return store.ofType(token.plain()).stream()
                .filter(each -> matches(rule.type(), each.id(), inputs))
                .findFirst();
    }

    @Override
    public boolean delete(String id) {
        boolean found = store.find(id).isPresent();
        control.get().delete(id);
        return found;
    }

    private static boolean matches(ResourceType type, String id, ObjectNode inputs) {
        try {
            return ArmId.same(type.idOf(ArmId.subscription(id), inputs), id);
        } catch (ArmException e) {
            return false;
        }
    }
}
