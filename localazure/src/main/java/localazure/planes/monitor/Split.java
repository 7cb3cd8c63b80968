package localazure.planes.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import localazure.planes.Json;

/**
 * The dimensions that a criterion splits by. Each combination of their values is watched by itself; other dimensions are added
 * up. Source: Microsoft Learn, "Monitor multiple time series in a single metric alert rule".
 */
record Split(List<Dimension> dimensions) {
    private static final String ANY = "*";

    /** @param takes which values are watched: these, or all others when it excludes */
    record Dimension(String name, String operator, List<String> takes) {
        boolean watches(String value) {
            return switch (operator) {
                case "Exclude" -> takes.stream().noneMatch(value::equalsIgnoreCase);
                case "StartsWith" ->
                    takes.stream().anyMatch(prefix -> value.regionMatches(true, 0, prefix, 0, prefix.length()));
                default -> takes.contains(ANY) || takes.stream().anyMatch(value::equalsIgnoreCase);
            };
        }
    }

    static Split of(JsonNode criterion) {
        List<Dimension> dimensions = new ArrayList<>();
        for (JsonNode each : criterion.path("dimensions")) {
            List<String> values =
                    Json.stream(each.path("values")).map(JsonNode::asText).toList();
            dimensions.add(new Dimension(
                    each.path("name").asText(), each.path("operator").asText("Include"), values));
        }
        return new Split(List.copyOf(dimensions));
    }

    /** The combination that values belong to; empty when it is not watched. */
    Optional<Map<String, String>> combination(Map<String, String> values) {
        Map<String, String> combination = new TreeMap<>();
        for (Dimension each : dimensions) {
            String value = values.get(each.name());
            if (value == null || !each.watches(value)) return Optional.empty();
            combination.put(each.name(), value);
        }
        return Optional.of(combination);
    }
}
