package infra;

import com.pulumi.azurenative.Provider;
import com.pulumi.azurenative.authorization.AuthorizationFunctions;
import com.pulumi.azurenative.authorization.outputs.GetClientConfigResult;
import com.pulumi.azurenative.resources.ResourceGroup;
import com.pulumi.azurenative.resources.ResourceGroupArgs;
import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.InvokeArgs;
import com.pulumi.resources.Resource;
import infra.azure.ResourceGroupRef;
import infra.containerapps.Environment;
import infra.containerapps.EnvironmentArgs;
import infra.containerapps.ProxyApp;
import infra.containerapps.ProxyAppArgs;
import infra.identity.IdentityRef;
import infra.identity.WorkloadIdentity;
import infra.identity.WorkloadIdentityArgs;
import infra.monitoring.Workspace;
import infra.monitoring.WorkspaceArgs;
import infra.monitoring.WorkspaceRef;
import infra.network.Network;
import infra.network.NetworkArgs;
import infra.network.PrivateDns;
import infra.network.PrivateDnsArgs;
import infra.network.PrivatePlaceRef;
import infra.openai.AccountRef;
import infra.plan.AddressPlan.Subnet;
import infra.plan.Plan;
import infra.plan.ProxyConfig;
import infra.promptlog.PromptLog;
import infra.promptlog.PromptLogArgs;
import infra.promptlog.PromptLogRef;
import infra.registry.ProxyImage;
import infra.registry.Registry;
import infra.registry.RegistryArgs;
import infra.registry.RegistryRef;
import infra.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The platform: the one place that connects components. */
public final class Platform extends ComponentResource {

    private static final String TYPE = "infra:infra:Platform";

    private final String name;
    private final Plan plan;
    private final Provider provider;
    private final Map<String, Output<?>> outputs;

    public Platform(String name, PlatformArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        this.name = name;
        this.plan = args.plan();
        this.provider = provider();
        var deployer = deployer();
        var group = group();
        var workspace = workspace(group);
        var network = new Network(
                name + "-network",
                new NetworkArgs(group, plan.addresses(), workspace, PlatformGateway.clients(plan)),
                component());
        var dns = new PrivateDns(name + "-dns", new PrivateDnsArgs(group, network.resourceId()), component());
        var identity = identity(group, deployer);
        var registry = registry(group, identity, network, dns, workspace);
        var accounts = accounts(group, identity, network, dns, workspace);
        var promptLog = promptLog(group, deployer, network, dns, workspace);
        var environment = new Environment(
                name + "-apps",
                new EnvironmentArgs(
                        group,
                        plan.names().environment(),
                        network.subnet(Subnet.CONTAINER_APPS),
                        workspace,
                        plan.settings().zoneRedundant()),
                component());
        var configuration = configuration(identity, deployer);
        var after = Stream.of(registry.ready(), promptLog.ready(), ready(accounts), dns.links())
                .flatMap(List::stream)
                .toList();
        var proxy = new ProxyApp(
                name + "-proxy",
                ProxyAppArgs.builder(group, plan.names().proxyApp(), environment.ref())
                        .image(
                                ProxyImage.reference(registry, args.image()),
                                registry.loginServer(),
                                args.image().sourceTag())
                        .identity(identity)
                        .configuration(configuration)
                        .responseKey(plan.settings().responseKey())
                        .words(plan.settings().screening().words())
                        .replicas(plan.settings().replicas())
                        .graceSeconds(plan.timeouts().containerGraceSeconds())
                        .after(after)
                        .build(),
                component());
        var gateway = new PlatformGateway(name, plan, group, network, dns, workspace, component())
                .open(environment, proxy, deployer, ready(accounts));
        PlatformMonitoring.watch(
                name,
                plan,
                group,
                workspace,
                PlatformMonitoring.targets(accounts, proxy, gateway, promptLog),
                component());
        this.outputs = PlatformOutputs.of(plan, proxy.fqdn(), accounts, promptLog, PlatformOutputs.counts(this));
        registerOutputs(outputs);
    }

    /** Its plugin is of the SDK's own version, which the SDK asks for: a newer one would read the same inputs differently. */
    private Provider provider() {
        return PlatformAccounts.provider(this, name + "-azure", plan.settings().subscriptionId(), Optional.empty());
    }

    private Output<GetClientConfigResult> deployer() {
        return AuthorizationFunctions.getClientConfig(
                InvokeArgs.Empty, InvokeOptions.builder().provider(provider).build());
    }

    private ResourceGroupRef group() {
        var location = plan.settings().location();
        var group = new ResourceGroup(
                name,
                ResourceGroupArgs.builder().location(location).build(),
                CustomResourceOptions.builder().parent(this).provider(provider).build());
        return new ResourceGroupRef(group.name(), location);
    }

    private WorkspaceRef workspace(ResourceGroupRef group) {
        if (plan.settings().workspace() instanceof Settings.Workspace.Adopt adopted) {
            return new WorkspaceRef(Output.of(adopted.resourceId()));
        }
        var wanted = (Settings.Workspace.Create) plan.settings().workspace();
        return new Workspace(
                        name + "-logs",
                        new WorkspaceArgs(
                                group,
                                wanted.retentionDays(),
                                wanted.dailyCapGigabytes(),
                                plan.settings().protect()),
                        component())
                .ref();
    }

    private IdentityRef identity(ResourceGroupRef group, Output<GetClientConfigResult> deployer) {
        var subscription = deployer.applyValue(GetClientConfigResult::subscriptionId);
        return new WorkloadIdentity(name + "-proxy", new WorkloadIdentityArgs(group, subscription), component()).ref();
    }

    private RegistryRef registry(
            ResourceGroupRef group, IdentityRef puller, Network network, PrivateDns dns, WorkspaceRef workspace) {
        var place = new PrivatePlaceRef(network.subnet(Subnet.PRIVATE_ENDPOINTS), dns.registryZones());
        return new Registry(
                        name + "-images",
                        new RegistryArgs(group, plan.names().registry(), puller, place, workspace),
                        component())
                .ref();
    }

    /** Its writer is an identity of its own: who answers callers cannot reach what was said. */
    private PromptLogRef promptLog(
            ResourceGroupRef group,
            Output<GetClientConfigResult> deployer,
            Network network,
            PrivateDns dns,
            WorkspaceRef workspace) {
        var subscription = deployer.applyValue(GetClientConfigResult::subscriptionId);
        var shipper =
                new WorkloadIdentity(name + "-shipper", new WorkloadIdentityArgs(group, subscription), component());
        var place = new PrivatePlaceRef(network.subnet(Subnet.PRIVATE_ENDPOINTS), dns.cosmosZones());
        var args = new PromptLogArgs(
                group,
                plan.names().promptLog(),
                plan.settings().promptLog(),
                plan.storeStamp(plan.settings().promptLog().region()),
                shipper.ref(),
                place,
                workspace,
                plan.settings().protect());
        return new PromptLog(name + "-log", args, component()).ref();
    }

    private Map<String, AccountRef> accounts(
            ResourceGroupRef group, IdentityRef caller, Network network, PrivateDns dns, WorkspaceRef workspace) {
        var place = new PrivatePlaceRef(network.subnet(Subnet.PRIVATE_ENDPOINTS), dns.openAiZones());
        return new PlatformAccounts(this, name, plan, component()).all(group, caller, place, workspace);
    }

    private Output<String> configuration(IdentityRef identity, Output<GetClientConfigResult> deployer) {
        var tenant = plan.settings()
                .callers()
                .tenantId()
                .map(Output::of)
                .orElseGet(() -> deployer.applyValue(GetClientConfigResult::tenantId));
        return Output.tuple(identity.clientId(), tenant).applyValue(both -> ProxyConfig.render(plan, both.t1, both.t2));
    }

    private static List<Resource> ready(Map<String, AccountRef> accounts) {
        return accounts.values().stream()
                .flatMap(account -> account.ready().stream())
                .toList();
    }

    private ComponentResourceOptions component() {
        return ComponentResourceOptions.builder()
                .parent(this)
                .providers(provider)
                .build();
    }

    /** The stack outputs. None is a secret. */
    public Map<String, Output<?>> outputs() {
        return outputs;
    }
}
