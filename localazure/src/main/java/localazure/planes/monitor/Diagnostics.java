package localazure.planes.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import localazure.arm.ArmResource;
import localazure.arm.ResourceStore;
import localazure.planes.Json;

/** Brings resource logs to the workspaces that the stored diagnostic settings name. */
public final class Diagnostics {
    private static final String SETTING = "azure-native:insights:DiagnosticSetting";
    private static final String ALL = "allLogs";
    private static final String TENANT = "TenantId";

    private final ResourceStore store;
    private final LogTables tables;
    private final Logs logs;

    Diagnostics(ResourceStore store, LogTables tables, Logs logs) {
        this.store = store;
        this.tables = tables;
        this.logs = logs;
    }

    /** @param row made for each workspace; never when no setting sends this category of the resource anywhere */
    public void send(String resourceId, String category, String table, Supplier<ObjectNode> row) {
        for (ArmResource workspace : destinations(resourceId, category)) {
            ObjectNode columns = row.get().put("_ResourceId", resourceId.toLowerCase(Locale.ROOT));
            if (tables.has(table, TENANT)) {
                columns.put(TENANT, workspace.outputs().path("customerId").asText());
            }
            logs.add(workspace.id(), table, columns);
        }
    }

    private List<ArmResource> destinations(String resourceId, String category) {
        return store.ofType(SETTING).stream()
                .map(ArmResource::inputs)
                .filter(setting ->
                        absolute(setting.path("resourceUri").asText()).equalsIgnoreCase(resourceId))
                .filter(setting -> sends(setting, category))
                .flatMap(setting -> store.find(setting.path("workspaceId").asText()).stream())
                .toList();
    }

    private static boolean sends(ObjectNode setting, String category) {
        return Json.stream(setting.path("logs"))
                .filter(log -> log.path("enabled").asBoolean())
                .anyMatch(log -> log.path("category").asText().equals(category)
                        || log.path("categoryGroup").asText().equals(ALL));
    }

    private static String absolute(String id) {
        return id.startsWith("/") ? id : "/" + id;
    }
}
