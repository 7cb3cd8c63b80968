package localazure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A create or an update under way.
 *
 * @param id ARM id
 * @param apiVersion version segment of the program's type token such as {@code v20230501}, or empty
 * @param inputs what the program asks for
 * @param outputs the answer in the making; it begins as the inputs with id, name and type
 * @param before the stored resource that is updated; empty for a create
 */
public record Change(
        String id,
        String apiVersion,
        ObjectNode inputs,
        ObjectNode outputs,
        Optional<ArmResource> before,
        Azure azure) {
    public String name() {
        return ArmId.name(id);
    }

    public String subscription() {
        return ArmId.subscription(id);
    }

    /** The text at a JSON pointer of the inputs, or the empty string. */
    public String text(String pointer) {
        return inputs.at(pointer).asText("");
    }

    /** The object at a key of the outputs, made when absent. */
    public ObjectNode output(String key) {
        return outputs.has(key) ? (ObjectNode) outputs.get(key) : outputs.putObject(key);
    }

    public boolean creates() {
        return before.isEmpty();
    }
}
