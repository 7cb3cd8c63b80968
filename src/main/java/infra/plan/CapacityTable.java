package infra.plan;

import infra.plan.CapacityPlan.Pool;
import infra.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a stack can honestly serve: one row for each deployment name, in the order of the settings. */
public final class CapacityTable {

    /**
     * One row.
     *
     * @param model the deployment name that callers ask for
     * @param tokensPerMinute what its deployments take of their pools' quotas, together
     * @param warnings what a reader of the numbers should know that the pools do not say
     */
    public record Row(
            String model, List<Share> shares, int tokensPerMinute, int requestsPerMinute, List<String> warnings) {

        /** The row as a stack output. */
        public Map<String, Object> output() {
            var row = new LinkedHashMap<String, Object>();
            row.put("model", model);
            row.put("pools", shares.size());
            row.put("tokensPerMinute", tokensPerMinute);
            row.put("requestsPerMinute", requestsPerMinute);
            row.put("warnings", warnings);
            row.put("shares", shares.stream().map(Share::output).toList());
            return row;
        }
    }

    /**
     * One pool of a row.
     *
     * @param accounts what each takes of the pool, in tokens a minute
     * @param quota the usual quota of the pool, in tokens a minute
     * @param note which accounts add no quota, or empty
     */
    public record Share(
            Pool pool,
            Map<String, Integer> accounts,
            int tokensPerMinute,
            int requestsPerMinute,
            int quota,
            String note) {

        Map<String, Object> output() {
            var share = new LinkedHashMap<String, Object>();
            share.put("pool", pool.id());
            share.put("place", pool.place());
            share.put("geography", pool.geography());
            share.put("accounts", accounts);
            share.put("tokensPerMinute", tokensPerMinute);
            share.put("requestsPerMinute", requestsPerMinute);
            share.put("usualQuotaTokensPerMinute", quota);
            share.put("note", note);
            return share;
        }
    }

    private CapacityTable() {}

    public static List<Row> of(Settings settings, CapacityPlan plan) {
        return plan.deployments().stream()
                .map(deployment -> deployment.settings().name())
                .distinct()
                .map(name -> row(name, settings, plan))
                .toList();
    }

    private static Row row(String name, Settings settings, CapacityPlan plan) {
        var shares = plan.accountsByPool(name).entrySet().stream()
                .map(entry -> share(name, plan.pool(entry.getKey()), plan))
                .toList();
        var warnings = new ArrayList<>(overQuota(shares));
        warnings.addAll(notCarried(name, settings));
        return new Row(
                name,
                shares,
                shares.stream().mapToInt(Share::tokensPerMinute).reduce(0, Math::addExact),
                shares.stream().mapToInt(Share::requestsPerMinute).reduce(0, Math::addExact),
                List.copyOf(warnings));
    }

    private static Share share(String name, Pool pool, CapacityPlan plan) {
        var accounts = new LinkedHashMap<String, Integer>();
        for (var deployment : plan.deployments()) {
            if (!deployment.pool().equals(pool.id())
                    || !deployment.settings().name().equals(name)) continue;
            accounts.put(deployment.account(), deployment.settings().capacityThousandTokensPerMinute() * 1000);
        }
        var tokens = accounts.values().stream().mapToInt(Integer::intValue).reduce(0, Math::addExact);
        var requests = tokens / 1000 * pool.model().requestsPerMinutePerThousandTokens();
        var quota = pool.model().defaultQuotaThousandTokensPerMinute() * 1000;
        return new Share(pool, accounts, tokens, requests, quota, sharing(List.copyOf(accounts.keySet())));
    }

    /** The sum is what the deployments take; the quota they take it from is one, however many accounts there are. */
    private static String sharing(List<String> accounts) {
        if (accounts.size() < 2) return "";
        var others = accounts.subList(1, accounts.size());
        return and(others) + (others.size() == 1 ? " adds" : " add") + " no quota to " + accounts.get(0)
                + ": same subscription, region, model and SKU";
    }

    private static List<String> overQuota(List<Share> shares) {
        return shares.stream()
                .filter(share -> share.pool().tokensPerMinute() > share.quota())
                .map(share -> share.pool().place() + ": " + share.pool().thousandTokensPerMinute()
                        + " k tokens/min exceed the usual quota of " + share.quota() / 1000 + " k")
                .toList();
    }

    /** Accounts that lack the deployment, by region; an account that lists others says so itself. */
    private static List<String> notCarried(String name, Settings settings) {
        var byRegion = new TreeMap<String, List<String>>();
        for (var account : settings.accounts()) {
            if (account.deployments().stream().anyMatch(model -> model.name().equals(name))) continue;
            byRegion.computeIfAbsent(account.region(), region -> new ArrayList<>())
                    .add(account.name());
        }
        return byRegion.entrySet().stream()
                .map(entry -> "not in " + entry.getKey() + ": " + and(entry.getValue())
                        + (entry.getValue().size() == 1 ? " does" : " do") + " not carry it")
                .toList();
    }

    private static String and(List<String> names) {
        var last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
