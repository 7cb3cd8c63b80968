package localazure.arm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import localazure.engine.Backend;
import localazure.engine.Refusal;

/**
 * What the azure-native provider does between the engine and ARM: names, defaults, schema, diffs.
 *
 * <p>Source: pulumi/pulumi-azure-native, {@code provider/pkg/provider} and {@code provider/pkg/gen/replacement.go}; that
 * 2.10.0 behaves as today's source does is inferred.
 */
public final class AzureProvider implements Backend {
    private final Map<String, Rule> rules;
    private final ControlPlane control;
    private final Unanswered unanswered;
    private final Defaults defaults;

    /** @param unanswered keeps which creates the engine may not know of, across restarts */
    public AzureProvider(Map<String, Rule> rules, ControlPlane control, ResourceStore unanswered) {
        this.rules = rules;
        this.control = control;
        this.unanswered = new Unanswered(unanswered);
        this.defaults = new Defaults(control, this.unanswered);
    }

    @Override
    public Checked check(Subject subject, ObjectNode oldInputs, ObjectNode inputs, byte[] seed) {
        Token token = Token.parse(subject.type());
        ObjectNode filled = inputs.deepCopy();
        defaults.fill(type(token), subject, oldInputs, filled, seed);
        return new Checked(filled, Schema.check(token.plain(), token.apiVersion(), filled));
    }

    @Override
    public Difference diff(Subject subject, String id, ObjectNode oldInputs, ObjectNode inputs) {
        unanswered.seen(id);
        return InputDiff.of(type(Token.parse(subject.type())), oldInputs, inputs);
    }

    @Override
    public State create(Subject subject, ObjectNode inputs) {
        Token token = Token.parse(subject.type());
        return answered(() -> {
            String id = type(token).idOf(subscription(subject.configuration()), inputs);
            if (control.find(id).isPresent() && !unanswered.contains(id)) {
                throw new Refusal("cannot create already existing resource '" + id
                        + "' (expected: no such resource, or an import of it)");
            }
            unanswered.begin(id, token.plain(), inputs);
            try {
                return state(control.put(token, id, inputs));
            } catch (RuntimeException e) {
                unanswered.seen(id);
                throw e;
            }
        });
    }

    @Override
    public void ended(Set<String> created) {
        created.forEach(unanswered::seen);
    }

    @Override
    public ObjectNode previewCreate(Subject subject, ObjectNode inputs) {
        Token token = Token.parse(subject.type());
        ObjectNode answer = Shape.preview(token.plain(), token.apiVersion(), inputs);
        Optional.ofNullable(inputs.get(type(token).nameProperty())).ifPresent(name -> answer.set("name", name));
        return answer;
    }

    @Override
    public State update(Subject subject, String id, ObjectNode inputs) {
        return answered(() -> {
            unanswered.seen(id);
            return state(control.put(Token.parse(subject.type()), id, inputs));
        });
    }

    @Override
    public ObjectNode previewUpdate(Subject subject, ObjectNode oldOutputs, ObjectNode inputs) {
        return Known.from(oldOutputs, previewCreate(subject, inputs), inputs);
    }

    @Override
    public Optional<State> read(Subject subject, String id) {
        Token token = Token.parse(subject.type());
        unanswered.seen(id);
        return control.find(id)
                .filter(each -> each.token().equals(token.plain()))
                .map(AzureProvider::state);
    }

    @Override
    public void delete(Subject subject, String id) {
        answered(() -> {
            control.delete(id);
            unanswered.seen(id);
            return null;
        });
    }

    @Override
    public ObjectNode invoke(ObjectNode configuration, String token, ObjectNode arguments) {
        if (!token.equals("azure-native:authorization:getClientConfig")) {
            throw new Refusal("function: " + token + " (expected: azure-native:authorization:getClientConfig)");
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("clientId", Tenant.DEPLOYER_CLIENT_ID)
                .put("objectId", Tenant.DEPLOYER_OBJECT_ID)
                .put("subscriptionId", subscription(configuration))
                .put("tenantId", Tenant.ID);
    }

    private ResourceType type(Token token) {
        Rule rule = rules.get(token.plain());
        if (rule == null) {
            throw new Refusal("type: " + token.plain() + " (expected: one of "
                    + String.join(", ", new TreeSet<>(rules.keySet())) + ")");
        }
        return rule.type();
    }

    private static String subscription(ObjectNode configuration) {
        return Defaults.subscription(configuration);
    }

    private static State state(ArmResource resource) {
        return new State(resource.id(), resource.inputs(), resource.outputs());
    }

    /** Refusals of Azure in the words in which azure-native prints them. */
    private static <T> T answered(Supplier<T> work) {
        try {
            return work.get();
        } catch (ArmException e) {
            throw new Refusal(
                    "autorest/azure: Service returned an error. Status=" + e.status() + " Code=\"" + e.code()
                            + "\" Message=\"" + e.getMessage() + "\"",
                    e);
        } catch (UncheckedIOException e) {
            throw new Refusal(e.getMessage(), e);
        }
    }
}
