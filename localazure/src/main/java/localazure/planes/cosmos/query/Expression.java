package localazure.planes.cosmos.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** A scalar expression. Undefined is a {@link MissingNode}. */
@FunctionalInterface
interface Expression {
    JsonNode UNDEFINED = MissingNode.getInstance();

    JsonNode value(Scope scope);
}
