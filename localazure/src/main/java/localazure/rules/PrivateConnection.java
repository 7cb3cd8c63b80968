package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Change;

/** The one connection of a private endpoint: approved at once, and broken for good when its target is deleted. */
final class PrivateConnection {
    static final String STATE = "privateLinkServiceConnectionState";
    private static final String BROKEN = "Disconnected";

    private PrivateConnection() {}

    /** That of an endpoint's inputs or outputs; missing when there is none. */
    static JsonNode of(ObjectNode endpoint) {
        JsonNode automatic = endpoint.at("/privateLinkServiceConnections/0");
        return automatic.isMissingNode() ? endpoint.at("/manualPrivateLinkServiceConnections/0") : automatic;
    }

    static boolean leadsTo(ArmResource endpoint, ArmResource target) {
        return ArmId.same(of(endpoint.inputs()).path("privateLinkServiceId").asText(""), target.id());
    }

    /** The state after a change: what was broken stays so, whatever has become of its target. */
    static ObjectNode state(Change change) {
        boolean broken = change.before()
                .map(each -> of(each.outputs()).at("/" + STATE + "/status").asText())
                .filter(BROKEN::equals)
                .isPresent();
        return broken ? state(BROKEN, "The target was deleted") : state("Approved", "Auto-approved");
    }

    /** The endpoint without its target. */
    static ArmResource broken(ArmResource endpoint) {
        ObjectNode outputs = endpoint.outputs().deepCopy();
        if (of(outputs) instanceof ObjectNode connection) {
            connection.set(STATE, state(BROKEN, "The target was deleted"));
        }
        return new ArmResource(endpoint.id(), endpoint.token(), endpoint.inputs(), outputs);
    }

    private static ObjectNode state(String status, String description) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("status", status)
                .put("description", description)
                .put("actionsRequired", "None");
    }
}
