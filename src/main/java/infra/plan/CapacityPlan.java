package infra.plan;

import infra.settings.Catalogue;
import infra.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
     * @param place what quota is counted in: a region, a geography or "subscription"
     * @param geography where its accounts are
     * @param thousandTokensPerMinute what its deployments take of it together
     */
    public record Pool(
            String id, String place, String geography, Catalogue.Model model, String sku, int thousandTokensPerMinute) {

        public int tokensPerMinute() {
            return Math.multiplyExact(thousandTokensPerMinute, 1000);
        }

        public int requestsPerMinute() {
            return Math.multiplyExact(thousandTokensPerMinute, model.requestsPerMinutePerThousandTokens());
        }
    }

    /** A deployment of one account and the pool that its tokens are counted in. */
    public record Deployment(String account, Settings.Model settings, String pool) {}

    public static CapacityPlan of(Settings settings, Catalogue catalogue) {
        var pools = new LinkedHashMap<String, Pool>();
        var deployments = new ArrayList<Deployment>();
        for (var account : settings.accounts()) {
            for (var wanted : account.deployments()) {
                var pool = pool(wanted, account.region(), catalogue);
                pools.merge(pool.id(), pool, CapacityPlan::together);
                deployments.add(new Deployment(account.name(), wanted, pool.id()));
            }
        }
        return new CapacityPlan(List.copyOf(pools.values()), deployments);
    }

    private static Pool pool(Settings.Model wanted, String region, Catalogue catalogue) {
        var model = catalogue.model(wanted.model(), wanted.version()).orElseThrow();
        var place = catalogue.poolPlace(model, wanted.sku(), region);
        var id = String.join("/", place, wanted.model(), wanted.version(), wanted.sku());
        var geography = catalogue.regions().get(region).geography();
        return new Pool(id, place, geography, model, wanted.sku(), wanted.capacityThousandTokensPerMinute());
    }

    private static Pool together(Pool one, Pool other) {
        var sum = Math.addExact(one.thousandTokensPerMinute(), other.thousandTokensPerMinute());
        return new Pool(one.id(), one.place(), one.geography(), one.model(), one.sku(), sum);
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
