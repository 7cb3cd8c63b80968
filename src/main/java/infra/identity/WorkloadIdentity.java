package infra.identity;

import com.pulumi.azurenative.managedidentity.UserAssignedIdentity;
import com.pulumi.azurenative.managedidentity.UserAssignedIdentityArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;

/** The identity that a workload runs as. It exists before the workload, so that its roles can be granted before it starts. */
public final class WorkloadIdentity extends ComponentResource {

    private static final String TYPE = "infra:identity:WorkloadIdentity";

    private final Output<String> name;
    private final IdentityRef ref;

    public WorkloadIdentity(String name, WorkloadIdentityArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var identity = new UserAssignedIdentity(
                name + "-identity",
                UserAssignedIdentityArgs.builder()
                        .resourceGroupName(args.group().name())
                        .location(args.group().location())
                        .build(),
                CustomResourceOptions.builder().parent(this).build());
        this.name = identity.name();
        this.ref = new IdentityRef(identity.id(), identity.clientId(), identity.principalId(), args.subscriptionId());
        registerOutputs(Map.of("resourceId", ref.id(), "principalId", ref.principalId()));
    }

    public Output<String> resourceId() {
        return ref.id();
    }

    public Output<String> name() {
        return name;
    }

    public Output<String> principalId() {
        return ref.principalId();
    }

    public IdentityRef ref() {
        return ref;
    }
}
