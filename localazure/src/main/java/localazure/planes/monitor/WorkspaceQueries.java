package localazure.planes.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import localazure.arm.ArmResource;
import localazure.arm.ResourceStore;
import localazure.planes.Json;

/** Queries over the tables of one workspace. */
public final class WorkspaceQueries {
    static final String WORKSPACE = "azure-native:operationalinsights:Workspace";

    private final ResourceStore store;
    private final LogTables tables;
    private final Logs logs;
    private final QueryEngine engine;

    WorkspaceQueries(ResourceStore store, LogTables tables, Logs logs, QueryEngine engine) {
        this.store = store;
        this.tables = tables;
        this.logs = logs;
        this.engine = engine;
    }

    /**
     * The id of a workspace that exists.
     *
     * @param id may be absent when there is only one
     * @throws IllegalArgumentException when there is none such, or several to choose from
     */
    public String workspace(Optional<String> id) {
        List<String> known =
                store.ofType(WORKSPACE).stream().map(ArmResource::id).toList();
        if (id.isEmpty() && known.size() == 1) return known.get(0);
        return known.stream()
                .filter(each -> each.equalsIgnoreCase(id.orElse("")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "workspace: " + id.orElse("absent") + " (expected: one of " + known + ")"));
    }

    /**
     * @param from rows of this time or later are seen
     * @param now and before this one
     * @return {@code {"columns":[{"name","type"}],"rows":[[…]]}}
     */
    public JsonNode answer(String workspaceId, String query, Instant from, Instant now) throws NotEvaluated {
        ObjectNode rows = Json.object();
        for (String table : tables.names()) {
            // A table that the text does not even mention is not worth sending; a pattern may mention any.
            if (query.contains(table) || query.contains("*")) rows.set(table, logs.rows(workspaceId, table, from, now));
        }
        return engine.answer(query, from, now, rows);
    }
}
