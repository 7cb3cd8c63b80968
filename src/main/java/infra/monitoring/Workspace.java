package infra.monitoring;

import com.pulumi.azurenative.operationalinsights.inputs.WorkspaceCappingArgs;
import com.pulumi.azurenative.operationalinsights.inputs.WorkspaceFeaturesArgs;
import com.pulumi.azurenative.operationalinsights.inputs.WorkspaceSkuArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;

/** The Log Analytics workspace that every diagnostic setting writes to. Its shared keys are off; its own audit log is kept. */
public final class Workspace extends ComponentResource {

    private static final String TYPE = "infra:monitoring:Workspace";

    private final Output<String> resourceId;
    private final Output<String> name;

    public Workspace(String name, WorkspaceArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var wanted = com.pulumi.azurenative.operationalinsights.WorkspaceArgs.builder()
                .resourceGroupName(args.group().name())
                .location(args.group().location())
                .sku(WorkspaceSkuArgs.builder().name("PerGB2018").build())
                .retentionInDays(args.retentionDays())
                .features(WorkspaceFeaturesArgs.builder()
                        .disableLocalAuth(true)
                        .enableLogAccessUsingOnlyResourcePermissions(true)
                        .build());
        args.dailyCapGigabytes()
                .ifPresent(gigabytes -> wanted.workspaceCapping(WorkspaceCappingArgs.builder()
                        .dailyQuotaGb(gigabytes.doubleValue())
                        .build()));
        var workspace = new com.pulumi.azurenative.operationalinsights.Workspace(
                name + "-workspace",
                wanted.build(),
                CustomResourceOptions.builder()
                        .parent(this)
                        .protect(args.protect())
                        .build());
        // Who read the logs is a log too.
        new Diagnostics(
                name,
                new DiagnosticsArgs(new WorkspaceRef(workspace.id()), workspace.id(), true),
                ComponentResourceOptions.builder().parent(this).build());
        this.resourceId = workspace.id();
        this.name = workspace.name();
        registerOutputs(Map.of("resourceId", resourceId));
    }

    public Output<String> resourceId() {
        return resourceId;
    }

    public Output<String> name() {
        return name;
    }

    public WorkspaceRef ref() {
        return new WorkspaceRef(resourceId);
    }
}
