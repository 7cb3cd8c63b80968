package localazure.planes.monitor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import localazure.planes.Json;

/** The newest rows of every workspace and table. Thread-safe. */
public final class Logs {
    private static final int MOST_ROWS = 10_000;

    private record Row(Instant time, ObjectNode columns) {}

    private final Clock clock;
    private final Map<String, Map<String, Deque<Row>>> byWorkspace = new HashMap<>();

    public Logs(Clock clock) {
        this.clock = clock;
    }

    /** Adds a row; without {@code TimeGenerated} it is of this moment. */
    public synchronized void add(String workspaceId, String table, ObjectNode row) {
        String stated = row.path(LogTables.TIME).asText("");
        Instant time = stated.isEmpty() ? clock.instant() : Instant.parse(stated);
        row.put(LogTables.TIME, time.toString());
        Deque<Row> rows = byWorkspace
                .computeIfAbsent(key(workspaceId), any -> new HashMap<>())
                .computeIfAbsent(table, any -> new ArrayDeque<>());
        rows.addLast(new Row(time, row));
        if (rows.size() > MOST_ROWS) rows.removeFirst();
    }

    /**
     * The rows of a table, in the order in which they came.
     *
     * @param from the rows of this time or later
     * @param to and before this one
     */
    public synchronized ArrayNode rows(String workspaceId, String table, Instant from, Instant to) {
        ArrayNode found = Json.array();
        byWorkspace.getOrDefault(key(workspaceId), Map.of()).getOrDefault(table, new ArrayDeque<>()).stream()
                .filter(row -> !row.time().isBefore(from) && row.time().isBefore(to))
                .forEach(row -> found.add(row.columns()));
        return found;
    }

    synchronized void forget(String workspaceId) {
        byWorkspace.remove(key(workspaceId));
    }

    private static String key(String workspaceId) {
        return workspaceId.toLowerCase(Locale.ROOT);
    }
}
