package localazure.rules;

import java.util.ArrayList;
import java.util.List;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Change;
import localazure.arm.ResourceType;

/**
 * Who holds a data-plane role, and on what. Source: Microsoft Learn: Azure Cosmos DB for NoSQL data plane security reference;
 * pulumi/pulumi-azure-native {@code provider/pkg/gen/replacement.go} (replacement). Codes are unverified.
 */
final class SqlRoleAssignmentRule implements CosmosRule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.SQL_ROLE_ASSIGNMENT,
            "Microsoft.DocumentDB/databaseAccounts/{accountName}/sqlRoleAssignments/{roleAssignmentId}",
            ResourceType.AutoName.UUID,
            ResourceType.Placement.NONE,
            SqlRoleDefinitionRule.GUID,
            "principalId",
            "scope");

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        if (change.text("/principalId").isEmpty()) {
            throw Refuse.badRequest("BadRequest", "principalId: absent (expected: the object id of a principal)");
        }
        SqlRoles.checkScope(change, change.text("/scope"), assignable(change));
        change.before().filter(each -> !same(each, change)).ifPresent(each -> {
            throw Refuse.badRequest(
                    "BadRequest", "Updating the principal or the scope of an assignment is not permitted.");
        });
        String account = ArmId.top(change.id());
        change.azure().store().ofType(Tokens.SQL_ROLE_ASSIGNMENT).stream()
                .filter(each -> ArmId.inside(each.id(), account) && !ArmId.same(each.id(), change.id()))
                .filter(each ->
                        same(each, change) && definition(each).equalsIgnoreCase(change.text("/roleDefinitionId")))
                .findFirst()
                .ifPresent(each -> {
                    throw Refuse.conflict("Conflict", "The role assignment already exists: %s.", each.id());
                });
    }

    /** Where the definition, which is one of this account, may be assigned. */
    private static List<String> assignable(Change change) {
        String account = ArmId.top(change.id());
        String definition = change.text("/roleDefinitionId");
        boolean own = ArmId.same(definition, account + "/sqlRoleDefinitions/" + ArmId.name(definition));
        if (own && SqlRoles.BUILT_IN.contains(ArmId.name(definition))) return List.of(account);
        ArmResource found = change.azure()
                .store()
                .find(definition)
                .filter(each -> own)
                .orElseThrow(() -> Refuse.notFound(
                        "NotFound", "The role definition '%s' does not exist in this account.", definition));
        List<String> scopes = new ArrayList<>();
        found.inputs().path("assignableScopes").forEach(each -> scopes.add(each.asText()));
        return scopes;
    }

    private static String definition(ArmResource assignment) {
        return assignment.inputs().path("roleDefinitionId").asText();
    }

    private static boolean same(ArmResource other, Change change) {
        return other.inputs().path("principalId").asText().equals(change.text("/principalId"))
                && other.inputs().path("scope").asText().equalsIgnoreCase(change.text("/scope"));
    }
}
