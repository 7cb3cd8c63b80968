package infra.identity;

import com.pulumi.azurenative.authorization.RoleAssignment;
import com.pulumi.azurenative.authorization.RoleAssignmentArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.Map;

/** One role of one identity on one resource. */
public final class RoleGrant extends ComponentResource {

    private static final String TYPE = "infra:identity:RoleGrant";

    private final RoleAssignment assignment;

    public RoleGrant(String name, RoleGrantArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var definition = Output.format(
                "/subscriptions/%s/providers/Microsoft.Authorization/roleDefinitions/%s",
                args.grantee().subscriptionId(), args.role().guid());
        this.assignment = new RoleAssignment(
                name + "-grant",
                RoleAssignmentArgs.builder()
                        .scope(args.scope())
                        .principalId(args.grantee().principalId())
                        // Spares Azure the look-up of an identity that the directory may not know yet
                        // (PrincipalNotFound).
                        .principalType("ServicePrincipal")
                        .roleDefinitionId(definition)
                        .build(),
                CustomResourceOptions.builder().parent(this).build());
        registerOutputs(Map.of("resourceId", assignment.id()));
    }

    public Output<String> resourceId() {
        return assignment.id();
    }

    public Output<String> name() {
        return assignment.name();
    }

    /** What a consumer of the grant waits for. */
    public Resource ready() {
        return assignment;
    }
}
