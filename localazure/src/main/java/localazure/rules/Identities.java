package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import localazure.arm.ArmResource;
import localazure.arm.Change;
import localazure.arm.Tenant;

/** The {@code identity} of a resource: a list of ids or a map by id in inputs, a map with principals in answers. */
final class Identities {
    private Identities() {}

    /** Checks that the identities exist and answers their principals; returns their ids in lower case. */
    static Set<String> resolve(Change change) {
        JsonNode identity = change.inputs().path("identity");
        Set<String> ids = new LinkedHashSet<>();
        if (!identity.isObject()) {
            return ids;
        }
        ObjectNode answered = JsonNodeFactory.instance.objectNode();
        for (String id : listed(identity.path("userAssignedIdentities"))) {
            ArmResource found = change.azure()
                    .store()
                    .find(id)
                    .filter(each -> each.token().equals(Tokens.IDENTITY))
                    .orElseThrow(() -> Refuse.badRequest(
                            "FailedIdentityOperation",
                            "Identity operation for resource '%s' failed with error 'Failed to perform resource identity"
                                    + " operation. The identity '%s' was not found.'",
                            change.id(),
                            id));
            answered.putObject(id)
                    .put("clientId", found.outputs().path("clientId").asText())
                    .put("principalId", found.outputs().path("principalId").asText());
            ids.add(id.toLowerCase(Locale.ROOT));
        }
        ObjectNode output = change.output("identity");
        output.set("userAssignedIdentities", answered);
        output.put("tenantId", Tenant.ID);
        boolean system = identity.path("type").asText().contains("SystemAssigned");
        output.put("principalId", system ? Stable.uuid("principal", change.id()) : "");
        return ids;
    }

    private static Set<String> listed(JsonNode identities) {
        Set<String> ids = new LinkedHashSet<>();
        if (identities instanceof ArrayNode) {
            identities.forEach(each -> ids.add(each.asText()));
        } else {
            identities.fieldNames().forEachRemaining(ids::add);
        }
        return ids;
    }
}
