package localazure.planes.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import localazure.planes.Json;

/** The tables of a workspace and the types of their columns: {@code tools/kql/tables.json}, which queries are checked against. */
public final class LogTables {
    /** The greatest that the query engine reads without loss. */
    private static final long MAX_LONG = (1L << 53) - 1;

    static final String TIME = "TimeGenerated";

    private final Map<String, Map<String, String>> typesByTable = new TreeMap<>();

    private LogTables(JsonNode tables) {
        tables.properties().forEach(table -> {
            Map<String, String> types = new TreeMap<>();
            table.getValue()
                    .properties()
                    .forEach(column ->
                            types.put(column.getKey(), column.getValue().asText()));
            typesByTable.put(table.getKey(), types);
        });
    }

    /** Reads the tables that the build packed. */
    public static LogTables load() {
        try (InputStream in = LogTables.class.getResourceAsStream("/kql/tables.json")) {
            return new LogTables(Json.read(in.readAllBytes()).path("tables"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> names() {
        return typesByTable.keySet();
    }

    boolean has(String table, String column) {
        return typesByTable.getOrDefault(table, Map.of()).containsKey(column);
    }

    /** Every fault of rows for a table, one text each. */
    public List<String> faults(String table, Collection<JsonNode> rows) {
        Map<String, String> types = typesByTable.get(table);
        if (types == null) {
            return List.of("table: " + table + " (expected: one of " + String.join(", ", names()) + ")");
        }
        List<String> faults = new ArrayList<>();
        int index = 0;
        for (JsonNode row : rows) {
            String place = "rows[" + index++ + "]";
            if (!row.isObject()) faults.add(place + ": " + row + " (expected: an object of columns)");
            row.properties().forEach(cell -> check(place, cell, types, faults));
        }
        return faults;
    }

    private static void check(
            String place, Map.Entry<String, JsonNode> cell, Map<String, String> types, List<String> faults) {
        String type = types.get(cell.getKey());
        String name = place + "." + cell.getKey() + ": ";
        if (type == null) {
            faults.add(name + "unknown (expected: one of " + String.join(", ", new TreeSet<>(types.keySet())) + ")");
        } else if (!cell.getValue().isNull() && !is(cell.getValue(), type)) {
            faults.add(name + cell.getValue() + " (expected: " + type + ")");
        }
    }

    private static boolean is(JsonNode value, String type) {
        return switch (type) {
            case "int" -> value.isIntegralNumber() && value.canConvertToInt();
            case "long" -> value.isIntegralNumber() && value.canConvertToLong() && Math.abs(value.asLong()) <= MAX_LONG;
            case "real" -> value.isNumber();
            case "bool" -> value.isBoolean();
            case "datetime" -> isTime(value.asText());
            case "dynamic" -> true;
            default -> value.isTextual();
        };
    }

    private static boolean isTime(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
