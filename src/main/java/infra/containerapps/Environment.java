package infra.containerapps;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.CustomTimeouts;
import infra.monitoring.Diagnostics;
import infra.monitoring.DiagnosticsArgs;
import java.time.Duration;
import java.util.Map;

/** The Container Apps environment inside the network: its address is private, its logs go where diagnostic settings say. */
public final class Environment extends ComponentResource {

    private static final String TYPE = "infra:containerapps:Environment";

    /** Every environment has this profile, and its apps name it. */
    static final String WORKLOAD_PROFILE = "Consumption";

    private final Output<String> resourceId;
    private final Output<String> name;
    private final Output<String> defaultDomain;
    private final Output<String> staticIp;

    public Environment(String name, EnvironmentArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var environment = new ManagedEnvironment(
                name + "-environment",
                new ManagedEnvironment.Args(args),
                // Azure takes up to an hour for a network's first environment.
                CustomResourceOptions.builder()
                        .parent(this)
                        .customTimeouts(CustomTimeouts.builder()
                                .create(Duration.ofMinutes(60))
                                .build())
                        .build());
        new Diagnostics(
                name,
                new DiagnosticsArgs(args.workspace(), environment.id(), true),
                ComponentResourceOptions.builder().parent(this).build());
        this.resourceId = environment.id();
        this.name = environment.name();
        this.staticIp = environment.staticIp();
        this.defaultDomain = environment.defaultDomain();
        registerOutputs(Map.of("resourceId", resourceId, "defaultDomain", defaultDomain));
    }

    public Output<String> resourceId() {
        return resourceId;
    }

    public Output<String> name() {
        return name;
    }

    /** Domain of its apps' host names. */
    public Output<String> defaultDomain() {
        return defaultDomain;
    }

    /** The private address that its apps' host names lead to. */
    public Output<String> staticIp() {
        return staticIp;
    }

    public EnvironmentRef ref() {
        return new EnvironmentRef(resourceId, defaultDomain);
    }
}
