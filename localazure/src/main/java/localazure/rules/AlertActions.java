package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import localazure.arm.Change;

/** What metric and log alerts have in common. */
final class AlertActions {
    private AlertActions() {}

    /** Refuses a rule about resources or action groups that do not exist. */
    static void checkTargets(Change change, Iterable<JsonNode> actionGroups) {
        if (change.inputs().path("scopes").isEmpty()) {
            throw Refuse.badRequest("BadRequest", "scopes: none (expected: a resource id)");
        }
        for (JsonNode scope : change.inputs().path("scopes")) {
            Scopes.checkExists(change.azure().store(), scope.asText());
        }
        for (JsonNode group : actionGroups) Scopes.checkExists(change.azure().store(), group.asText());
    }

    /** Refuses a window or a frequency that the kind of rule does not know, and a window shorter than the frequency. */
    static void checkTimes(Change change, Set<String> frequencies, Set<String> windows) {
        String every = change.text("/evaluationFrequency");
        String over = change.text("/windowSize");
        check("evaluationFrequency", every, frequencies);
        check("windowSize", over, windows);
        if (Duration.parse(over).compareTo(Duration.parse(every)) < 0) {
            throw Refuse.badRequest("BadRequest", "windowSize: %s (expected: no shorter than %s)", over, every);
        }
    }

    static void check(String name, String seen, Set<String> known) {
        if (!known.contains(seen)) {
            throw Refuse.badRequest("BadRequest", "%s: %s (expected: one of %s)", name, seen, String.join(", ", known));
        }
    }
}
