package localazure.rules;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import localazure.arm.ArmException;
import localazure.arm.ArmResource;
import localazure.arm.Azure;
import localazure.arm.Catalogue;
import localazure.arm.ControlPlane;
import localazure.arm.FileStore;
import localazure.arm.Plane;
import localazure.arm.Rule;
import localazure.arm.Token;
import localazure.testkit.ManualClock;
import org.junit.jupiter.api.function.Executable;

/** A control plane over a temporary folder, with one good resource of every type to begin from. */
public final class World {
    public static final String SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";
    public static final String GROUP = "/subscriptions/" + SUBSCRIPTION + "/resourceGroups/rg";
    public static final String NETWORK = GROUP + "/providers/Microsoft.Network/virtualNetworks/net";
    public static final String ACCOUNT = GROUP + "/providers/Microsoft.CognitiveServices/accounts/acct";
    public static final String ROLES =
            "/subscriptions/" + SUBSCRIPTION + "/providers/Microsoft.Authorization/roleDefinitions/";
    public static final String OPENAI_USER = ROLES + "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    public final ManualClock clock = new ManualClock();
    public final Map<String, Rule> rules = Rules.all();
    public final FileStore store;
    public final Azure azure;
    public final ControlPlane control;

    public World(Path dir) {
        this(dir, Duration.ZERO, Map.of(), () -> {});
    }

    public World(Path dir, Duration softDelete, Map<String, Plane> planes, Runnable provisioning) {
        try {
            store = FileStore.open(dir.resolve("resources"));
            azure = new Azure(store, FileStore.open(dir.resolve("deleted")), Catalogue.load(), clock, softDelete);
            control = new ControlPlane(rules, azure, planes, provisioning);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        put("resources:ResourceGroup", "{resourceGroupName: 'rg', location: 'japaneast'}");
    }

    /** JSON with single quotes and bare keys. */
    public static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a resource; group and region are filled in when absent. */
    public ArmResource put(String type, String text) {
        return put(type, json(text));
    }

    public ArmResource put(String type, ObjectNode inputs) {
        Token token = Token.parse("azure-native:" + type);
        Rule rule = rules.get(token.plain());
        if (!inputs.has("resourceGroupName")) {
            inputs.put("resourceGroupName", "rg");
        }
        if (!inputs.has("location")) {
            inputs.put("location", "japaneast");
        }
        return control.put(token, rule.type().idOf(SUBSCRIPTION, inputs), inputs);
    }

    /** Puts the good example of a type after a change to it. */
    public ArmResource putExample(String type, UnaryOperator<ObjectNode> change) {
        return put(type, change.apply(json(Examples.of(type))));
    }

    public ArmResource putExample(String type) {
        return putExample(type, inputs -> inputs);
    }

    /** The code with which Azure refuses. */
    public static String refusal(Executable operation) {
        return assertThrows(ArmException.class, operation).code();
    }
}
