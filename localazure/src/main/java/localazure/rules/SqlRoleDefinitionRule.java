package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import localazure.arm.ArmId;
import localazure.arm.Change;
import localazure.arm.ResourceType;

/**
 * Data-plane roles of one's own. Source: Microsoft Learn: Azure Cosmos DB for NoSQL data plane security reference. Codes are
 * unverified.
 */
final class SqlRoleDefinitionRule implements CosmosRule {
    /** Names of role definitions and assignments. */
    static final ResourceType.NameRule GUID =
            ResourceType.NameRule.of("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "a GUID");

    private static final String CONTAINERS = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/";
    private static final Set<String> ACTIONS = Set.of(
            "Microsoft.DocumentDB/databaseAccounts/readMetadata",
            CONTAINERS + "*",
            CONTAINERS + "executeQuery",
            CONTAINERS + "readChangeFeed",
            CONTAINERS + "executeStoredProcedure",
            CONTAINERS + "manageConflicts",
            CONTAINERS + "items/*",
            CONTAINERS + "items/create",
            CONTAINERS + "items/read",
            CONTAINERS + "items/replace",
            CONTAINERS + "items/upsert",
            CONTAINERS + "items/delete");

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.SQL_ROLE_DEFINITION,
            "Microsoft.DocumentDB/databaseAccounts/{accountName}/sqlRoleDefinitions/{roleDefinitionId}",
            ResourceType.AutoName.UUID,
            ResourceType.Placement.NONE,
            GUID);

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        if (SqlRoles.BUILT_IN.contains(change.name())) {
            throw Refuse.badRequest("BadRequest", "The built-in role definition %s cannot be changed.", change.name());
        }
        boolean some = false;
        for (JsonNode permission : change.inputs().path("permissions")) {
            some |= !permission.path("dataActions").isEmpty();
            permission.path("dataActions").forEach(each -> checkAction(each.asText()));
            if (!permission.path("notDataActions").isEmpty()) {
                throw Refuse.badRequest("BadRequest", "notDataActions are not supported.");
            }
        }
        if (!some) throw Refuse.badRequest("BadRequest", "permissions: none (expected: one data action or more)");
        checkScopes(change);
        checkName(change);
    }

    private static void checkAction(String action) {
        if (!ACTIONS.contains(action)) {
            throw Refuse.badRequest("BadRequest", "The data action '%s' is not supported.", action);
        }
    }

    private static void checkScopes(Change change) {
        JsonNode scopes = change.inputs().path("assignableScopes");
        if (scopes.isEmpty()) throw Refuse.badRequest("BadRequest", "assignableScopes: none (expected: one or more)");
        scopes.forEach(each -> SqlRoles.checkScope(change, each.asText(), List.of(ArmId.top(change.id()))));
    }

    private static void checkName(Change change) {
        String account = ArmId.top(change.id());
        boolean taken = change.azure().store().ofType(Tokens.SQL_ROLE_DEFINITION).stream()
                .filter(each -> ArmId.inside(each.id(), account) && !ArmId.same(each.id(), change.id()))
                .anyMatch(each -> each.inputs().path("roleName").asText().equals(change.text("/roleName")));
        if (taken) {
            throw Refuse.conflict("Conflict", "A role definition named '%s' exists already.", change.text("/roleName"));
        }
    }
}
