package infra.containerapps;

import com.pulumi.azurenative.app.inputs.ConfigurationArgs;
import com.pulumi.azurenative.app.inputs.ContainerAppProbeArgs;
import com.pulumi.azurenative.app.inputs.ContainerAppProbeHttpGetArgs;
import com.pulumi.azurenative.app.inputs.ContainerArgs;
import com.pulumi.azurenative.app.inputs.ContainerResourcesArgs;
import com.pulumi.azurenative.app.inputs.EnvironmentVarArgs;
import com.pulumi.azurenative.app.inputs.HttpScaleRuleArgs;
import com.pulumi.azurenative.app.inputs.IngressArgs;
import com.pulumi.azurenative.app.inputs.ManagedServiceIdentityArgs;
import com.pulumi.azurenative.app.inputs.RegistryCredentialsArgs;
import com.pulumi.azurenative.app.inputs.ScaleArgs;
import com.pulumi.azurenative.app.inputs.ScaleRuleArgs;
import com.pulumi.azurenative.app.inputs.SecretArgs;
import com.pulumi.azurenative.app.inputs.TrafficWeightArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import infra.plan.ProxyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The balancing proxy as a container app that the network can reach: one revision, probes of its own, one identity. */
public final class ProxyApp extends ComponentResource {

    private static final String TYPE = "infra:containerapps:ProxyApp";

    /** Open streams of one replica at which another is started. */
    private static final String STREAMS_PER_REPLICA = "100";

    /**
     * A secret of the app.
     *
     * @param variable that refers to it
     * @param version changes with it: a changed secret alone starts no revision, and old replicas would keep the old one beside new
     *     replicas with the new
     */
    private record Secret(String name, String variable, String value, String version) {}

    private final Output<String> resourceId;
    private final Output<String> name;
    private final Output<String> fqdn;

    public ProxyApp(String name, ProxyAppArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var secrets = secrets(args);
        var template = new ContainerApp.TemplateArgs(container(args, secrets), scale(args), args.graceSeconds());
        var app = new ContainerApp(
                name + "-app",
                new ContainerApp.Args(args, identity(args), configuration(args, secrets), template),
                // The first replica starts at once: its image cannot be pulled before AcrPull and the private name of
                // the registry exist, and a token cut before the account roles are granted is refused until it expires.
                CustomResourceOptions.builder()
                        .parent(this)
                        .dependsOn(args.after())
                        .build());
        this.resourceId = app.id();
        this.name = app.name();
        // Azure repeats it in the app's configuration; but that holds the secrets, and what is read from there is
        // secret with them.
        this.fqdn = Output.format("%s.%s", app.name(), args.environment().defaultDomain());
        registerOutputs(Map.of("resourceId", resourceId, "fqdn", fqdn));
    }

    private static ManagedServiceIdentityArgs identity(ProxyAppArgs args) {
        return ManagedServiceIdentityArgs.builder()
                .type("UserAssigned")
                .userAssignedIdentities(args.identity().id().applyValue(List::of))
                .build();
    }

    private static ConfigurationArgs configuration(ProxyAppArgs args, List<Secret> secrets) {
        var configuration = ConfigurationArgs.builder()
                .activeRevisionsMode("Single")
                .ingress(IngressArgs.builder()
                        // External of an internal environment: reachable from the network, not from the internet.
                        .external(true)
                        .allowInsecure(false)
                        .targetPort(ProxyConfig.PORT)
                        .transport("http")
                        .traffic(TrafficWeightArgs.builder()
                                .latestRevision(true)
                                .weight(100)
                                .build())
                        .build())
                .registries(RegistryCredentialsArgs.builder()
                        .server(args.registryServer())
                        .identity(args.identity().id())
                        .build());
        var values = secrets.stream()
                .map(each -> SecretArgs.builder()
                        .name(each.name())
                        .value(Output.ofSecret(each.value()))
                        .build())
                .toList();
        if (!values.isEmpty()) configuration.secrets(values);
        return configuration.build();
    }

    private static List<Secret> secrets(ProxyAppArgs args) {
        var secrets = new ArrayList<Secret>();
        args.responseKey()
                .ifPresent(key ->
                        secrets.add(new Secret("response-key", "PROXY_RESPONSE_KEY", key.value(), key.version())));
        var words = args.words();
        if (words.count() > 0) {
            secrets.add(new Secret("words", "PROXY_WORDS", words.text(), words.version(args.responseKey())));
        }
        return secrets;
    }

    private static List<EnvironmentVarArgs> environment(ProxyAppArgs args, List<Secret> secrets) {
        var variables = new ArrayList<EnvironmentVarArgs>();
        variables.add(EnvironmentVarArgs.builder()
                .name("PROXY_CONFIG")
                .value(args.configuration())
                .build());
        for (var secret : secrets) {
            variables.add(EnvironmentVarArgs.builder()
                    .name(secret.variable())
                    .secretRef(secret.name())
                    .build());
            variables.add(EnvironmentVarArgs.builder()
                    .name(secret.variable() + "_VERSION")
                    .value(secret.version())
                    .build());
        }
        return variables;
    }

    private static ContainerArgs container(ProxyAppArgs args, List<Secret> secrets) {
        return ContainerArgs.builder()
                .name("proxy")
                .image(args.image())
                .resources(
                        ContainerResourcesArgs.builder().cpu(1.0).memory("2Gi").build())
                .env(environment(args, secrets))
                // Environments with workload profiles add none of their own. The API's published type takes at most 10
                // failures, so a longer start is given by the period.
                .probes(
                        probe("Startup", "/live", 5, 10),
                        // A minute: a replica that is short of processor still serves its streams, a killed one loses
                        // them.
                        probe("Liveness", "/live", 10, 6),
                        probe("Readiness", "/ready", 5, 2))
                .build();
    }

    private static ContainerAppProbeArgs probe(String type, String path, int periodSeconds, int failures) {
        return ContainerAppProbeArgs.builder()
                .type(type)
                .httpGet(ContainerAppProbeHttpGetArgs.builder()
                        .path(path)
                        .port(ProxyConfig.PORT)
                        .scheme("HTTP")
                        .build())
                .periodSeconds(periodSeconds)
                .failureThreshold(failures)
                .timeoutSeconds(2)
                .build();
    }

    private static ScaleArgs scale(ProxyAppArgs args) {
        return ScaleArgs.builder()
                .minReplicas(args.replicas().min())
                .maxReplicas(args.replicas().max())
                .rules(ScaleRuleArgs.builder()
                        .name("streams")
                        .http(HttpScaleRuleArgs.builder()
                                .metadata(Map.of("concurrentRequests", STREAMS_PER_REPLICA))
                                .build())
                        .build())
                .build();
    }

    public Output<String> resourceId() {
        return resourceId;
    }

    public Output<String> name() {
        return name;
    }

    /** Host name of the app. */
    public Output<String> fqdn() {
        return fqdn;
    }
}
