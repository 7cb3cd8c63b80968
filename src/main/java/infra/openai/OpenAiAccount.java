package infra.openai;

import com.pulumi.azurenative.cognitiveservices.Account;
import com.pulumi.azurenative.cognitiveservices.AccountArgs;
import com.pulumi.azurenative.cognitiveservices.Deployment;
import com.pulumi.azurenative.cognitiveservices.DeploymentArgs;
import com.pulumi.azurenative.cognitiveservices.inputs.AccountPropertiesArgs;
import com.pulumi.azurenative.cognitiveservices.inputs.DeploymentModelArgs;
import com.pulumi.azurenative.cognitiveservices.inputs.DeploymentPropertiesArgs;
import com.pulumi.azurenative.cognitiveservices.inputs.NetworkRuleSetArgs;
import com.pulumi.azurenative.cognitiveservices.inputs.SkuArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import infra.identity.Role;
import infra.identity.RoleGrant;
import infra.identity.RoleGrantArgs;
import infra.monitoring.Diagnostics;
import infra.monitoring.DiagnosticsArgs;
import infra.network.PrivateEndpoint;
import infra.network.PrivateEndpointArgs;
import infra.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An Azure OpenAI account without keys and without a public side: its content filters and deployments one after another,
 * then its private endpoint, which stands in the network whatever subscription the account is in; the caller's role; its
 * logs.
 */
public final class OpenAiAccount extends ComponentResource {

    private static final String TYPE = "infra:openai:OpenAiAccount";

    private final Output<String> name;
    private final AccountRef ref;

    public OpenAiAccount(String name, OpenAiAccountArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var account = account(name, args);
        var last = deployments(name, args, account, filters(name, args, account));
        var endpoint = endpoint(name, args, account, last);
        var grant = new RoleGrant(
                name + "-caller",
                new RoleGrantArgs(args.caller(), Role.COGNITIVE_SERVICES_OPENAI_USER, account.id()),
                beside(args));
        new Diagnostics(name, new DiagnosticsArgs(args.workspace(), account.id(), true), beside(args));
        this.name = account.name();
        this.ref = new AccountRef(
                account.id(),
                account.properties().applyValue(properties -> properties.endpoint()),
                List.of(endpoint.ready(), grant.ready()));
        registerOutputs(Map.of("resourceId", ref.id(), "endpoint", ref.endpoint()));
    }

    private Account account(String name, OpenAiAccountArgs args) {
        return new Account(
                name,
                AccountArgs.builder()
                        .resourceGroupName(args.home().group().name())
                        .accountName(args.subDomain())
                        .location(args.region())
                        .kind("OpenAI")
                        .sku(SkuArgs.builder().name("S0").build())
                        .properties(AccountPropertiesArgs.builder()
                                .customSubDomainName(args.subDomain())
                                .disableLocalAuth(true)
                                .publicNetworkAccess("Disabled")
                                .networkAcls(NetworkRuleSetArgs.builder()
                                        .defaultAction("Deny")
                                        .build())
                                .build())
                        .tags(tags(args))
                        .build(),
                child(args).protect(args.protect()).build());
    }

    private static Map<String, String> tags(OpenAiAccountArgs args) {
        var tags = new TreeMap<>(args.stamp().tags());
        tags.put("dataBoundary", args.dataBoundary().word());
        return tags;
    }

    /** @return the last one, or the account when it has none of its own */
    private Resource filters(String name, OpenAiAccountArgs args, Account account) {
        Resource before = account;
        if (!(args.filtering() instanceof Filtering.Own own)) return before;
        var options = ComponentResourceOptions.builder()
                .parent(this)
                .providers(own.provider())
                .build();
        for (var filter : own.filters()) {
            var wanted = new ContentFilterArgs(args.home().group(), account.name(), filter, before);
            before = new ContentFilter(name + "-" + filter.name(), wanted, options).ready();
        }
        return before;
    }

    /** @return the last one */
    private Resource deployments(String name, OpenAiAccountArgs args, Account account, Resource filtered) {
        var before = filtered;
        for (var wanted : args.deployments()) {
            before = new Deployment(
                    name + "-" + wanted.name(),
                    DeploymentArgs.builder()
                            .resourceGroupName(args.home().group().name())
                            .accountName(account.name())
                            .deploymentName(wanted.name())
                            .sku(SkuArgs.builder()
                                    .name(wanted.sku())
                                    .capacity(wanted.capacityThousandTokensPerMinute())
                                    .build())
                            .properties(properties(wanted))
                            .build(),
                    // One at a time: Azure answers parallel deployments of an account with 409 RequestConflict.
                    child(args).dependsOn(before).build());
        }
        return before;
    }

    private static DeploymentPropertiesArgs properties(Settings.Model wanted) {
        return DeploymentPropertiesArgs.builder()
                .model(DeploymentModelArgs.builder()
                        .format("OpenAI")
                        .name(wanted.model())
                        .version(wanted.version())
                        .build())
                .raiPolicyName(wanted.contentFilter())
                // A new version is a decision of the settings, not of a date.
                .versionUpgradeOption("NoAutoUpgrade")
                .build();
    }

    private PrivateEndpoint endpoint(String name, OpenAiAccountArgs args, Account account, Resource last) {
        // After every deployment: while one is made the account is in state Accepted, and Azure refuses the endpoint
        // with AccountProvisioningStateInvalid.
        return new PrivateEndpoint(
                name, new PrivateEndpointArgs(args.place(), account.id(), "account", List.of(last)), component());
    }

    private ComponentResourceOptions component() {
        return ComponentResourceOptions.builder().parent(this).build();
    }

    /** Options of a component that is where the account is. */
    private ComponentResourceOptions beside(OpenAiAccountArgs args) {
        var options = ComponentResourceOptions.builder().parent(this);
        args.home().provider().ifPresent(options::providers);
        return options.build();
    }

    private CustomResourceOptions.Builder child(OpenAiAccountArgs args) {
        var options = CustomResourceOptions.builder().parent(this);
        args.home().provider().ifPresent(options::provider);
        return options;
    }

    public Output<String> resourceId() {
        return ref.id();
    }

    public Output<String> name() {
        return name;
    }

    public Output<String> endpoint() {
        return ref.endpoint();
    }

    public AccountRef ref() {
        return ref;
    }
}
