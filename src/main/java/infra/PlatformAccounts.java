package infra;

import com.pulumi.azurenative.Provider;
import com.pulumi.azurenative.ProviderArgs;
import com.pulumi.azurenative.resources.ResourceGroup;
import com.pulumi.azurenative.resources.ResourceGroupArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import infra.azure.ResourceGroupRef;
import infra.azure.SubscriptionRef;
import infra.identity.IdentityRef;
import infra.monitoring.WorkspaceRef;
import infra.network.PrivatePlaceRef;
import infra.openai.AccountRef;
import infra.openai.Filtering;
import infra.openai.OpenAiAccount;
import infra.openai.OpenAiAccountArgs;
import infra.plan.Plan;
import infra.settings.FilterProfile;
import infra.settings.Settings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The accounts, each in its subscription, which has a provider and a resource group of its own. */
final class PlatformAccounts {

    /** The plugin that knows content filters: docs/decisions/0003-content-filters-by-a-newer-plugin.md. */
    private static final String NEWER_PLUGIN = "2.90.0";

    private final Resource parent;
    private final String name;
    private final Plan plan;
    private final ComponentResourceOptions options;
    private final Map<String, SubscriptionRef> others = new HashMap<>();
    private final Map<String, Provider> newer = new HashMap<>();

    /** @param options of a component in the platform's own subscription */
    PlatformAccounts(Resource parent, String name, Plan plan, ComponentResourceOptions options) {
        this.parent = parent;
        this.name = name;
        this.plan = plan;
        this.options = options;
    }

    /** By the account's name, in the order of the settings. */
    Map<String, AccountRef> all(
            ResourceGroupRef group, IdentityRef caller, PrivatePlaceRef place, WorkspaceRef workspace) {
        var accounts = new LinkedHashMap<String, AccountRef>();
        for (var account : plan.settings().accounts()) {
            var home = account.subscriptionId()
                    .map(this::other)
                    .orElseGet(() -> new SubscriptionRef(group, Optional.empty()));
            var args = OpenAiAccountArgs.builder(
                            home,
                            plan.names().account(account.name()),
                            account.region(),
                            plan.accountStamp(account.region()),
                            account.deployments())
                    .dataBoundary(plan.settings().dataBoundary())
                    .caller(in(account.subscriptionId(), caller))
                    .place(place)
                    .workspace(workspace)
                    .filtering(filtering(account))
                    .protect(plan.settings().protect())
                    .build();
            var label = name + "-account-" + account.name().toLowerCase(Locale.ROOT);
            accounts.put(account.name(), new OpenAiAccount(label, args, options).ref());
        }
        return accounts;
    }

    /** A role of a scope is named under the scope's own subscription. */
    private static IdentityRef in(Optional<String> subscription, IdentityRef caller) {
        return subscription
                .map(id -> new IdentityRef(caller.id(), caller.clientId(), caller.principalId(), Output.of(id)))
                .orElse(caller);
    }

    private SubscriptionRef other(String subscription) {
        return others.computeIfAbsent(subscription, id -> {
            var provider = provider(parent, name + "-azure-" + id, Optional.of(id), Optional.empty());
            var location = plan.settings().location();
            var group = new ResourceGroup(
                    name + "-" + id,
                    ResourceGroupArgs.builder().location(location).build(),
                    CustomResourceOptions.builder()
                            .parent(parent)
                            .provider(provider)
                            .build());
            return new SubscriptionRef(new ResourceGroupRef(group.name(), location), Optional.of(provider));
        });
    }

    private Filtering filtering(Settings.Account account) {
        var wanted = wanted(account);
        if (wanted.isEmpty()) return new Filtering.Default();
        var subscription = account.subscriptionId();
        var provider = newer.computeIfAbsent(
                subscription.map(id -> "-" + id).orElse(""),
                suffix -> provider(
                        parent,
                        name + "-azure-filters" + suffix,
                        subscription.or(plan.settings()::subscriptionId),
                        Optional.of(NEWER_PLUGIN)));
        return new Filtering.Own(wanted, provider);
    }

    private List<FilterProfile> wanted(Settings.Account account) {
        return plan.settings().contentFilters().stream()
                .filter(filter -> account.deployments().stream()
                        .anyMatch(model -> model.contentFilter().equals(filter.name())))
                .toList();
    }

    /** @param version of the plugin; that of the SDK when empty, since another would read the SDK's inputs differently */
    static Provider provider(Resource parent, String name, Optional<String> subscription, Optional<String> version) {
        var args = ProviderArgs.builder();
        subscription.ifPresent(args::subscriptionId);
        var options = CustomResourceOptions.builder().parent(parent);
        version.ifPresent(options::version);
        return new Provider(name, args.build(), options.build());
    }
}
