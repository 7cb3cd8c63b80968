package infra.containerapps;

import com.pulumi.azurenative.app.inputs.AppLogsConfigurationArgs;
import com.pulumi.azurenative.app.inputs.VnetConfigurationArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.core.annotations.Import;
import com.pulumi.core.annotations.ResourceType;
import com.pulumi.resources.CustomResource;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.List;

/**
 * The Container Apps environment at API version 2023-05-01. The class of azure-native 2.10.0 sends 2022-10-01, which knows no
 * workload profiles, and every environment in a network of one's own has them now. A 3.x SDK with a newer default
 * replaces this class.
 */
@ResourceType(type = ManagedEnvironment.TYPE)
final class ManagedEnvironment extends CustomResource {

    static final String TYPE = "azure-native:app/v20230501:ManagedEnvironment";

    @Export(
            name = "name",
            refs = {String.class},
            tree = "[0]")
    private Output<String> name;

    @Export(
            name = "defaultDomain",
            refs = {String.class},
            tree = "[0]")
    private Output<String> defaultDomain;

    @Export(
            name = "staticIp",
            refs = {String.class},
            tree = "[0]")
    private Output<String> staticIp;

    ManagedEnvironment(String name, Args args, CustomResourceOptions options) {
        super(TYPE, name, args, options);
    }

    Output<String> name() {
        return name;
    }

    Output<String> defaultDomain() {
        return defaultDomain;
    }

    Output<String> staticIp() {
        return staticIp;
    }

    static final class Args extends ResourceArgs {

        @Import(name = "resourceGroupName", required = true)
        private final Output<String> resourceGroupName;

        @Import(name = "environmentName")
        private final Output<String> environmentName;

        @Import(name = "location")
        private final Output<String> location;

        @Import(name = "vnetConfiguration")
        private final Output<VnetConfigurationArgs> vnetConfiguration;

        @Import(name = "appLogsConfiguration")
        private final Output<AppLogsConfigurationArgs> appLogsConfiguration;

        @Import(name = "zoneRedundant")
        private final Output<Boolean> zoneRedundant;

        @Import(name = "workloadProfiles")
        private final Output<List<WorkloadProfileArgs>> workloadProfiles;

        Args(EnvironmentArgs args) {
            resourceGroupName = args.group().name();
            environmentName = Output.of(args.environmentName());
            location = Output.of(args.group().location());
            vnetConfiguration = Output.of(VnetConfigurationArgs.builder()
                    .infrastructureSubnetId(args.subnet().id())
                    .internal(true)
                    .build());
            // Diagnostic settings choose where the logs go: no workspace key is handed over.
            appLogsConfiguration = Output.of(AppLogsConfigurationArgs.builder()
                    .destination("azure-monitor")
                    .build());
            zoneRedundant = Output.of(args.zoneRedundant());
            workloadProfiles = Output.of(List.of(new WorkloadProfileArgs(Environment.WORKLOAD_PROFILE, "Consumption")));
        }
    }

    static final class WorkloadProfileArgs extends ResourceArgs {

        @Import(name = "name", required = true)
        private final Output<String> name;

        @Import(name = "workloadProfileType", required = true)
        private final Output<String> workloadProfileType;

        WorkloadProfileArgs(String name, String workloadProfileType) {
            this.name = Output.of(name);
            this.workloadProfileType = Output.of(workloadProfileType);
        }
    }
}
