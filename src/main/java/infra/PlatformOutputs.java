package infra;

import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import infra.openai.AccountRef;
import infra.plan.Availability;
import infra.plan.CapacityTable;
import infra.plan.CostEstimate;
import infra.plan.Plan;
import infra.plan.PriceTable;
import infra.plan.ServiceLevels;
import infra.promptlog.PromptLogRef;
import infra.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the platform tells its users. */
final class PlatformOutputs {

    private static final String RUNBOOK = "docs/runbooks/README.md";

    private PlatformOutputs() {}

    /** @param counts resources by type */
    static Map<String, Output<?>> of(
            Plan plan,
            Output<String> fqdn,
            Map<String, AccountRef> accounts,
            PromptLogRef promptLog,
            Map<String, Integer> counts) {
        var url = Output.format("https://%s", fqdn);
        var outputs = new LinkedHashMap<String, Output<?>>();
        outputs.put("endpoint", Output.of("https://" + plan.gatewayHost()));
        outputs.put("proxyUrl", url);
        outputs.put("audience", Output.of(plan.settings().callers().audience()));
        outputs.put("callers", Output.of(callers(plan.settings().callers())));
        outputs.put(
                "capacity",
                Output.of(CapacityTable.of(plan.settings(), plan.capacity()).stream()
                        .map(CapacityTable.Row::output)
                        .toList()));
        outputs.put("accounts", accounts(plan, accounts));
        outputs.put("promptLog", promptLog(promptLog));
        var gateway = counts.containsKey("azure-native:network:ApplicationGateway");
        outputs.put(
                "availability",
                Output.of(Availability.of(plan.settings(), ServiceLevels.load(), gateway)
                        .output()));
        outputs.put(
                "cost",
                Output.of(CostEstimate.of(
                                PriceTable.load(),
                                counts,
                                plan.settings().replicas().min())
                        .output()));
        outputs.put("runbook", Output.of(RUNBOOK));
        return outputs;
    }

    /** What stands below a resource, by type. Called when all of it has been registered. */
    static Map<String, Integer> counts(Resource top) {
        var counts = new TreeMap<String, Integer>();
        for (var child : top.pulumiChildResources()) {
            counts(child).forEach((type, count) -> counts.merge(type, count, Math::addExact));
            if (child.pulumiResourceType().startsWith("azure-native:")) {
                counts.merge(child.pulumiResourceType(), 1, Math::addExact);
            }
        }
        return counts;
    }

    /** What a token must carry to be of a profile; one row for everyone where there is none. */
    private static List<Map<String, Object>> callers(Settings.Callers callers) {
        var everyone = callers.requiredRole().stream().toList();
        if (callers.profiles().isEmpty()) return List.of(kind("everyone", everyone, List.of()));
        return callers.profiles().stream()
                .filter(profile -> !profile.roles().isEmpty())
                .map(profile -> kind(
                        profile.name(),
                        Stream.concat(
                                        everyone.stream(),
                                        profile.roles().stream().limit(1))
                                .distinct()
                                .toList(),
                        profile.models()))
                .toList();
    }

    private static Map<String, Object> kind(String profile, List<String> roles, List<String> models) {
        var row = new LinkedHashMap<String, Object>();
        row.put("profile", profile);
        row.put("roles", roles);
        row.put("models", models);
        return row;
    }

    private static Output<?> promptLog(PromptLogRef store) {
        return store.endpoint().applyValue(url -> Map.of("endpoint", url, "database", store.database()));
    }

    private static Output<?> accounts(Plan plan, Map<String, AccountRef> accounts) {
        var rows = new ArrayList<Output<Map<String, String>>>();
        for (var account : plan.settings().accounts()) {
            var endpoint = accounts.get(account.name()).endpoint();
            rows.add(endpoint.applyValue(url -> row(account.name(), account.region(), url)));
        }
        return Output.all(rows);
    }

    private static Map<String, String> row(String name, String region, String endpoint) {
        var row = new LinkedHashMap<String, String>();
        row.put("name", name);
        row.put("region", region);
        row.put("endpoint", endpoint);
        return row;
    }
}
