package bench.scenario;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scenarios by name, in the order of a whole run. */
public final class Scenarios {

    private interface Scenario {
        void run(Bench bench) throws IOException;
    }

    private static final Map<String, Scenario> ALL = new LinkedHashMap<>();
    /** So long, or of use so seldom, that they run by name only. */
    private static final Map<String, Scenario> LONG = new LinkedHashMap<>();

    static {
        ALL.put("start", Start::run);
        ALL.put("cost", Cost::run);
        ALL.put("streams", Streams::run);
        ALL.put("faults", Faults::run);
        ALL.put("quota", Quota::run);
        LONG.put("profile", Profile::run);
        LONG.put("restarts", Restarts::run);
        LONG.put("soak", Soak::run);
    }

    private Scenarios() {}

    /**
     * @param only names, separated by commas; empty is all but the long ones
     * @return whether every name is one
     */
    public static boolean run(Bench bench, String only) throws IOException {
        var names = only.isEmpty() ? List.copyOf(ALL.keySet()) : List.of(only.split(","));
        var known = new LinkedHashMap<>(ALL);
        known.putAll(LONG);
        if (!known.keySet().containsAll(names)) {
            System.err.println("ONLY: " + only + " (expected: some of " + String.join(",", known.keySet()) + ")");
            return false;
        }
        for (var name : names) {
            bench.say(name + ": begins");
            known.get(name).run(bench);
        }
        return true;
    }
}
