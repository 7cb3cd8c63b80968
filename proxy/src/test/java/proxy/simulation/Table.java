package proxy.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of results: rewritten here, compared on CI, so that every change of behaviour is seen in review. */
final class Table {

    private static final Map<String, Run.Strategy> PEERS = new LinkedHashMap<>();

    static {
        PEERS.put("round robin", PlainRouter::roundRobin);
        PEERS.put("per account", PlainRouter::perAccount);
        PEERS.put("per pool", PlainRouter::perPool);
    }

    private final List<String> lines = new ArrayList<>(List.of(Tally.head()));

    Tally sluice(Scenario scenario) {
        var tally = Run.of(scenario, SluiceRouter::new);
        lines.add(tally.row(scenario.name(), "sluice"));
        return tally;
    }

    void peers(Scenario scenario) {
        PEERS.forEach((name, strategy) -> lines.add(Run.of(scenario, strategy).row(scenario.name(), name)));
    }

    void note(String text) {
        lines.add("  " + text);
    }

    void check(String name) throws IOException {
        var file = Path.of("src/test/resources/simulation", name + ".txt");
        var text = String.join("\n", lines) + "\n";
        if (System.getenv("CI") == null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertEquals(Files.readString(file), text);
    }
}
