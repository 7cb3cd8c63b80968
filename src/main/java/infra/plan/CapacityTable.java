package infra.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a stack can honestly serve: one row for each deployment name, in the order of the settings. */
public final class CapacityTable {

    /**
     * One row.
     *
     * @param model the deployment name that callers ask for
     * @param warnings what a reader of the numbers should know; said once in the table, at the first row it holds for
     */
    public record Row(String model, int pools, int tokensPerMinute, int requestsPerMinute, List<String> warnings) {

        /** The row as a stack output. */
        public Map<String, Object> output() {
            var row = new LinkedHashMap<String, Object>();
            row.put("model", model);
            row.put("pools", pools);
            row.put("tokensPerMinute", tokensPerMinute);
            row.put("requestsPerMinute", requestsPerMinute);
            row.put("warnings", warnings);
            return row;
        }
    }

    private CapacityTable() {}

    public static List<Row> of(CapacityPlan plan) {
        var said = new HashSet<String>();
        return plan.deployments().stream()
                .map(deployment -> deployment.settings().name())
                .distinct()
                .map(name -> row(name, plan, said))
                .toList();
    }

    private static Row row(String name, CapacityPlan plan, Set<String> said) {
        var accounts = plan.accountsByPool(name);
        var pools = accounts.keySet().stream().map(plan::pool).toList();
        var warnings = new ArrayList<>(sharing(accounts, said));
        warnings.addAll(overQuota(pools));
        return new Row(
                name,
                pools.size(),
                pools.stream().mapToInt(CapacityPlan.Pool::tokensPerMinute).reduce(0, Math::addExact),
                pools.stream().mapToInt(CapacityPlan.Pool::requestsPerMinute).reduce(0, Math::addExact),
                List.copyOf(warnings));
    }

    /** For instance "B and C add no quota to A, E and F none to D: same subscription, region, model and SKU". */
    private static List<String> sharing(Map<String, List<String>> accountsByPool, Set<String> said) {
        var groups = new ArrayList<String>();
        for (var accounts : accountsByPool.values()) {
            if (accounts.size() < 2 || !said.add(String.join("+", accounts))) continue;
            var others = accounts.subList(1, accounts.size());
            var verb =
                    groups.isEmpty() ? (others.size() == 1 ? " adds no quota to " : " add no quota to ") : " none to ";
            groups.add(and(others) + verb + accounts.get(0));
        }
        return groups.isEmpty()
                ? List.of()
                : List.of(String.join(", ", groups) + ": same subscription, region, model and SKU");
    }

    private static List<String> overQuota(List<CapacityPlan.Pool> pools) {
        return pools.stream()
                .filter(pool -> pool.thousandTokensPerMinute() > pool.model().defaultQuotaThousandTokensPerMinute())
                .map(pool -> pool.place() + ": " + pool.thousandTokensPerMinute()
                        + " k tokens/min exceed the usual quota of "
                        + pool.model().defaultQuotaThousandTokensPerMinute() + " k")
                .toList();
    }

    private static String and(List<String> names) {
        var last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
