package infra.plan;

import infra.settings.Catalogue;
import infra.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The quota pools of a stack: what Azure counts as one bucket, by subscription, place, model, version and SKU. Accounts that
 * share a bucket add no quota to each other.
 */
public record CapacityPlan(List<Pool> pools, List<Deployment> deployments) {

    public CapacityPlan {
        pools = List.copyOf(pools);
        deployments = List.copyOf(deployments);
    }

    /**
     * A quota pool.
     *
     * @param subscription of its accounts; the stack's when empty
     * @param place what quota is counted in: a region, a geography or "subscription"
     * @param geography where its deployments may process data: that of their accounts, or "world"
     * @param thousandTokensPerMinute what its deployments take of it together
     */
    public record Pool(
            String id,
            Optional<String> subscription,
            String place,
            String geography,
            Catalogue.Model model,
            String sku,
            int thousandTokensPerMinute) {

        public int tokensPerMinute() {
            return Math.multiplyExact(thousandTokensPerMinute, 1000);
        }

        public int requestsPerMinute() {
            return Math.multiplyExact(thousandTokensPerMinute, model.requestsPerMinutePerThousandTokens());
        }

        private Pool with(Pool other) {
            var sum = Math.addExact(thousandTokensPerMinute, other.thousandTokensPerMinute);
            return new Pool(id, subscription, place, geography, model, sku, sum);
        }
    }

    /**
     * A deployment of one account and the pool that its tokens are counted in.
     *
     * @param priority of its account
     */
    public record Deployment(String account, Settings.Model settings, String pool, int priority) {}

    public static CapacityPlan of(Settings settings, Catalogue catalogue) {
        var pools = new LinkedHashMap<String, Pool>();
        var deployments = new ArrayList<Deployment>();
        for (var account : settings.accounts()) {
            for (var wanted : account.deployments()) {
                var pool = pool(wanted, account, catalogue);
                pools.merge(pool.id(), pool, Pool::with);
                deployments.add(new Deployment(account.name(), wanted, pool.id(), account.priority()));
            }
        }
        return new CapacityPlan(List.copyOf(pools.values()), deployments);
    }

    private static Pool pool(Settings.Model wanted, Settings.Account account, Catalogue catalogue) {
        var model = catalogue.model(wanted.model(), wanted.version()).orElseThrow();
        var place = catalogue.poolPlace(model, wanted.sku(), account.region());
        var id = Stream.of(
                        account.subscriptionId(),
                        Optional.of(String.join("/", place, wanted.model(), wanted.version(), wanted.sku())))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("/"));
        return new Pool(
                id,
                account.subscriptionId(),
                place,
                catalogue.reach(wanted.sku(), account.region()),
                model,
                wanted.sku(),
                wanted.capacityThousandTokensPerMinute());
    }

    public Pool pool(String id) {
        return pools.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    /** Accounts by the pool that their deployments called {@code name} share, in the order of the settings. */
    Map<String, List<String>> accountsByPool(String name) {
        var accounts = new LinkedHashMap<String, List<String>>();
        for (var deployment : deployments) {
            if (!deployment.settings().name().equals(name)) continue;
            accounts.computeIfAbsent(deployment.pool(), pool -> new ArrayList<>())
                    .add(deployment.account());
        }
        return accounts;
    }
}
