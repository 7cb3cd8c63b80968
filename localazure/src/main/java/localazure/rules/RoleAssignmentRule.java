package localazure.rules;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import localazure.arm.ArmException;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Change;
import localazure.arm.ResourceStore;
import localazure.arm.ResourceType;
import localazure.arm.Rule;
import localazure.arm.Tenant;

/**
 * Role assignments. Source: pulumi/pulumi-azure-native {@code provider/pkg/gen/replacement.go} (replacement); Microsoft Learn:
 * troubleshoot Azure RBAC. Codes are from reports.
 */
final class RoleAssignmentRule implements Rule {
    private static final ResourceType TYPE = new ResourceType(
            Tokens.ROLE_ASSIGNMENT,
            "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
            ResourceType.AutoName.UUID,
            ResourceType.Placement.NONE,
            ResourceType.NameRule.of("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "a GUID")
                    .withCode("InvalidRoleAssignmentId"),
            List.of("principalId"));

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        Scopes.checkExists(change.azure().store(), change.text("/scope"));
        String role = ArmId.name(change.text("/roleDefinitionId"));
        if (!Roles.known(role)) {
            throw Refuse.badRequest(
                    "RoleDefinitionDoesNotExist", "The specified role definition with ID '%s' does not exist.", role);
        }
        checkPrincipal(change);
        checkFirst(change);
        checkKept(change);
        change.outputs().put("principalType", principalType(change));
    }

    private static void checkPrincipal(Change change) {
        String principal = change.text("/principalId");
        String asked = change.text("/principalType");
        Optional<String> actual = directoryType(change.azure().store(), principal);
        if (actual.isEmpty() && !asked.equals("ServicePrincipal")) {
            throw Refuse.badRequest(
                    "PrincipalNotFound",
                    "Principal %s does not exist in the directory %s. Check that you have the correct principal ID. If you"
                            + " are creating this principal and then immediately assigning a role, this error might be"
                            + " related to a replication delay. In this case, set the role assignment principalType property"
                            + " to a value, such as ServicePrincipal, User, or Group.",
                    principal.replace("-", ""),
                    Tenant.ID);
        }
        if (actual.isPresent() && !asked.isEmpty() && !asked.equals(actual.get())) {
            throw Refuse.badRequest(
                    "UnmatchedPrincipalType",
                    "The PrincipalId '%s' has type '%s', which is different from specified PrincipalType '%s'.",
                    principal,
                    actual.get(),
                    asked);
        }
    }

    private static Optional<String> directoryType(ResourceStore store, String principal) {
        if (principal.equals(Tenant.DEPLOYER_OBJECT_ID)) {
            return Optional.of("User");
        }
        Stream<String> identities = store.ofType(Tokens.IDENTITY).stream()
                .map(each -> each.outputs().path("principalId").asText());
        Stream<String> systems = store.all().stream()
                .map(each -> each.outputs().at("/identity/principalId").asText());
        return Stream.concat(identities, systems).anyMatch(principal::equals)
                ? Optional.of("ServicePrincipal")
                : Optional.empty();
    }

    private static String principalType(Change change) {
        return directoryType(change.azure().store(), change.text("/principalId"))
                .orElse("ServicePrincipal");
    }

    private static void checkFirst(Change change) {
        change.azure().store().ofType(Tokens.ROLE_ASSIGNMENT).stream()
                .filter(other -> !ArmId.same(other.id(), change.id()) && sameGrant(other, change))
                .findFirst()
                .ifPresent(other -> {
                    throw Refuse.conflict(
                            "RoleAssignmentExists",
                            "The role assignment already exists. The ID of the existing role assignment is %s.",
                            other.name().replace("-", ""));
                });
    }

    private static boolean sameGrant(ArmResource other, Change change) {
        return Scopes.same(other.inputs().path("scope").asText(), change.text("/scope"))
                && other.inputs().path("principalId").asText().equals(change.text("/principalId"))
                && ArmId.name(other.inputs().path("roleDefinitionId").asText())
                        .equalsIgnoreCase(ArmId.name(change.text("/roleDefinitionId")));
    }

    private static void checkKept(Change change) {
        change.before().filter(before -> !sameGrant(before, change)).ifPresent(before -> {
            throw new ArmException(
                    400,
                    "RoleAssignmentUpdateNotPermitted",
                    "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.");
        });
    }
}
