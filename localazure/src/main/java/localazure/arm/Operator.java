package localazure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What people do to resources beside the engine. */
public interface Operator {
    /**
     * The resource that recorded inputs name, when it exists: what became of a create whose end the engine never saw.
     *
     * @param type Pulumi type, with or without a version segment
     * @param inputs the inputs as the engine recorded them after its check, so that names are filled in
     */
    Optional<ArmResource> made(String type, ObjectNode inputs);

    /**
     * Deletes a resource behind the engine's back, as someone would in the portal.
     *
     * @return whether there was one
     */
    boolean delete(String id);
}
