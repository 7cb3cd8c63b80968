package localazure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Azure Resource Manager: puts and deletes resources by id. A put is refused by the general checks, by the type's rule or
 * by its plane, and is stored only when all agreed. Changes are made one at a time; only the simulated time of operations
 * that exclude each other overlaps, so that their collisions show.
 */
public final class ControlPlane {
    private final Map<String, Rule> rules;
    private final Azure azure;
    private final Map<String, Plane> planes;
    private final Runnable provisioning;
    private final Operations operations = new Operations();

    /**
     * @param rules by unversioned token, parents before their children
     * @param planes by unversioned token; a type without one is only stored
     * @param provisioning takes the time that an operation on an occupied parent takes
     */
    public ControlPlane(Map<String, Rule> rules, Azure azure, Map<String, Plane> planes, Runnable provisioning) {
        this.rules = rules;
        this.azure = azure;
        this.planes = planes;
        this.provisioning = provisioning;
    }

    /**
     * Gives every stored resource to its plane, parents first.
     *
     * @param refused told of each that its plane cannot start again; the resource stays, as a broken app stays in Azure
     */
    public synchronized void materialise(BiConsumer<ArmResource, ArmException> refused) {
        rules.keySet()
                .forEach(token -> azure.store().ofType(token).forEach(resource -> {
                    try {
                        applyPlane(resource);
                    } catch (ArmException e) {
                        refused.accept(resource, e);
                    }
                }));
    }

    public Optional<ArmResource> find(String id) {
        return azure.store().find(id);
    }

    /** Creates or updates. */
    public ArmResource put(Token token, String id, ObjectNode inputs) {
        Rule rule = rules.get(token.plain());
        return occupying(rule, id, inputs, () -> settle(rule, token, id, inputs));
    }

    /** Runs an operation while it occupies what its rule names. */
    private <T> T occupying(Rule rule, String id, ObjectNode inputs, Supplier<T> operation) {
        String occupied = rule.occupies(id, inputs);
        if (occupied.isEmpty()) {
            return operation.get();
        }
        if (!operations.begin(occupied)) {
            throw rule.occupied(occupied);
        }
        try {
            provisioning.run();
            return operation.get();
        } finally {
            operations.end(occupied);
        }
    }

    private synchronized ArmResource settle(Rule rule, Token token, String id, ObjectNode inputs) {
        Optional<ArmResource> before = azure.store().find(id);
        ObjectNode outputs = inputs.deepCopy();
        outputs.put("id", id)
                .put("name", ArmId.name(id))
                .put("type", rule.type().armType());
        Change change = new Change(id, token.apiVersion(), inputs, outputs, before, azure);
        Existence.check(change, rule.type());
        rule.apply(change);
        ArmResource asked =
                new ArmResource(id, token.plain(), inputs, Shape.answer(token.plain(), token.apiVersion(), outputs));
        try {
            applyPlane(asked);
            azure.store().put(asked);
        } catch (RuntimeException e) {
            undo(asked, before, e);
            throw e;
        }
        return asked;
    }

    /** Deletes with everything inside; what does not exist counts as deleted. */
    public void delete(String id) {
        Optional<ArmResource> found = azure.store().find(id);
        if (found.isEmpty()) {
            return;
        }
        Rule rule = rules.get(found.get().token());
        occupying(rule, id, found.get().inputs(), () -> remove(rule, found.get()));
    }

    private synchronized ArmResource remove(Rule rule, ArmResource resource) {
        List<ArmResource> inside = inside(resource);
        rule.delete(resource, azure);
        inside.forEach(each -> rules.get(each.token()).deleteWithParent(each, azure));
        inside.forEach(this::forget);
        forget(resource);
        return resource;
    }

    /** Everything below a resource, children before their parents. */
    private List<ArmResource> inside(ArmResource resource) {
        List<ArmResource> inside = new ArrayList<>();
        rules.keySet()
                .forEach(token -> azure.store().ofType(token).stream()
                        .filter(each -> ArmId.inside(each.id(), resource.id()))
                        .forEach(inside::add));
        Collections.reverse(inside);
        return inside;
    }

    private void forget(ArmResource resource) {
        azure.store().delete(resource.id());
        rules.values().forEach(rule -> rule.gone(resource, azure));
        Plane plane = planes.get(resource.token());
        if (plane != null) {
            plane.remove(resource);
        }
    }

    private void applyPlane(ArmResource resource) {
        Plane plane = planes.get(resource.token());
        if (plane != null) {
            plane.apply(resource);
        }
    }

    /** What a failed put may have begun in the data plane is taken back. */
    private void undo(ArmResource asked, Optional<ArmResource> before, RuntimeException cause) {
        try {
            Plane plane = planes.get(asked.token());
            if (plane != null && before.isPresent()) {
                plane.apply(before.get());
            } else if (plane != null) {
                plane.remove(asked);
            }
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
