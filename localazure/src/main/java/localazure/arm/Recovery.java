package localazure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Answers what became of a create whose end the engine never saw. */
public interface Recovery {
    /**
     * The ARM id that recorded inputs give, when that resource exists.
     *
     * @param type Pulumi type, with or without a version segment
     * @param inputs the inputs as the engine recorded them after its check, so that names are filled in
     */
    Optional<String> idOf(String type, ObjectNode inputs);
}
