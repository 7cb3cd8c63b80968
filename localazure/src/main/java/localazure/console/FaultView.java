package localazure.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import localazure.planes.Json;
import localazure.planes.openai.Faults.Fault;
import localazure.planes.openai.Faults.Kind;

/** Faults as the control API writes them. */
final class FaultView {
    private FaultView() {}

    /**
     * @param accounts the names of those that there are
     * @throws IllegalArgumentException listing every fault of the request
     */
    static Fault parse(JsonNode body, Collection<String> accounts) {
        List<String> faults = new ArrayList<>();
        String account = body.path("account").asText("");
        String kindText = body.path("kind").asText("");
        int status = body.path("status").asInt(500);
        long millis = body.path("millis").asLong(0);
        int count = body.path("count").asInt(0);
        Optional<Kind> kind = Arrays.stream(Kind.values())
                .filter(each -> name(each).equals(kindText))
                .findFirst();
        if (!accounts.contains(account)) {
            String known = accounts.isEmpty() ? "one, but there is none yet" : "one of " + String.join(", ", accounts);
            faults.add("account: " + (account.isEmpty() ? "missing" : account) + " (expected: " + known + ")");
        }
        if (kind.isEmpty()) faults.add("kind: " + kindText + " (expected: status, hang, reset or latency)");
        if (status < 400 || status > 599) faults.add("status: " + status + " (expected: 400..599)");
        if (millis < 0) faults.add("millis: " + millis + " (expected: 0 or more)");
        if (count < 0) faults.add("count: " + count + " (expected: 0 or more; 0 means every request)");
        if (!faults.isEmpty()) throw new IllegalArgumentException(String.join("\n", faults));
        return new Fault(account, kind.get(), status, millis, count);
    }

    static JsonNode render(List<Fault> faults) {
        return Json.array(faults.stream()
                .map(each -> Json.object(
                        "account", each.account(),
                        "kind", name(each.kind()),
                        "status", each.status(),
                        "millis", each.millis(),
                        "count", each.count()))
                .toList());
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
