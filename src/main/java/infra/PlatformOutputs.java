package infra;

import com.pulumi.core.Output;
import infra.openai.AccountRef;
import infra.plan.Availability;
import infra.plan.CapacityTable;
import infra.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the platform tells its users. */
final class PlatformOutputs {

    private static final String RUNBOOK = "docs/components/platform.md";

    private PlatformOutputs() {}

    static Map<String, Output<?>> of(Plan plan, Output<String> fqdn, Map<String, AccountRef> accounts) {
        var url = Output.format("https://%s", fqdn);
        var outputs = new LinkedHashMap<String, Output<?>>();
        outputs.put("endpoint", url);
        outputs.put("proxyUrl", url);
        outputs.put("audience", Output.of(plan.settings().callers().audience()));
        outputs.put(
                "capacity",
                Output.of(CapacityTable.of(plan.capacity()).stream()
                        .map(CapacityTable.Row::output)
                        .toList()));
        outputs.put("accounts", accounts(plan, accounts));
        outputs.put("availability", Output.of(Availability.of(plan.capacity()).output()));
        outputs.put("runbook", Output.of(RUNBOOK));
        return outputs;
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
