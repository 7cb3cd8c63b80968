package infra.containerapps;

import com.pulumi.azurenative.app.inputs.ConfigurationArgs;
import com.pulumi.azurenative.app.inputs.ContainerArgs;
import com.pulumi.azurenative.app.inputs.ManagedServiceIdentityArgs;
import com.pulumi.azurenative.app.inputs.ScaleArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.core.annotations.Import;
import com.pulumi.core.annotations.ResourceType;
import com.pulumi.resources.CustomResource;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Map;

/**
 * A container app at API version 2023-05-01. The class of azure-native 2.10.0 sends 2022-10-01, which is refused in
 * environments with workload profiles and knows no termination grace period. A 3.x SDK with a newer default replaces this
 * class.
 */
@ResourceType(type = ContainerApp.TYPE)
final class ContainerApp extends CustomResource {

    static final String TYPE = "azure-native:app/v20230501:ContainerApp";

    @Export(
            name = "name",
            refs = {String.class},
            tree = "[0]")
    private Output<String> name;

    ContainerApp(String name, Args args, CustomResourceOptions options) {
        super(TYPE, name, args, options);
    }

    Output<String> name() {
        return name;
    }

    static final class Args extends ResourceArgs {

        @Import(name = "resourceGroupName", required = true)
        final Output<String> resourceGroupName;

        @Import(name = "containerAppName")
        final Output<String> containerAppName;

        @Import(name = "location")
        final Output<String> location;

        @Import(name = "environmentId")
        final Output<String> environmentId;

        @Import(name = "workloadProfileName")
        final Output<String> workloadProfileName;

        @Import(name = "identity")
        final Output<ManagedServiceIdentityArgs> identity;

        @Import(name = "configuration")
        final Output<ConfigurationArgs> configuration;

        @Import(name = "template")
        final Output<TemplateArgs> template;

        @Import(name = "tags")
        final Output<Map<String, String>> tags;

        Args(
                ProxyAppArgs args,
                ManagedServiceIdentityArgs identity,
                ConfigurationArgs configuration,
                TemplateArgs template) {
            this.resourceGroupName = args.group().name();
            this.containerAppName = Output.of(args.appName());
            this.location = Output.of(args.group().location());
            this.environmentId = args.environment().id();
            this.workloadProfileName = Output.of(Environment.WORKLOAD_PROFILE);
            this.identity = Output.of(identity);
            this.configuration = Output.of(configuration);
            this.template = Output.of(template);
            this.tags = Output.of(Map.of("proxySource", args.sourceTag()));
        }
    }

    static final class TemplateArgs extends ResourceArgs {

        @Import(name = "containers")
        final Output<List<ContainerArgs>> containers;

        @Import(name = "scale")
        final Output<ScaleArgs> scale;

        @Import(name = "terminationGracePeriodSeconds")
        final Output<Integer> terminationGracePeriodSeconds;

        TemplateArgs(ContainerArgs container, ScaleArgs scale, int terminationGracePeriodSeconds) {
            this.containers = Output.of(List.of(container));
            this.scale = Output.of(scale);
            this.terminationGracePeriodSeconds = Output.of(terminationGracePeriodSeconds);
        }
    }
}
