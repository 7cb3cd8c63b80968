package localazure.planes.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import localazure.planes.Json;

/**
 * Compares results of queries with thresholds: a column of the result, or the number of its rows, by the dimensions that the
 * rule splits by. With failing periods the query is asked over each of the last windows. Source: Microsoft Learn, "Create or
 * edit a log search alert rule".
 */
final class QueryEvaluation {
    private final WorkspaceQueries queries;

    QueryEvaluation(WorkspaceQueries queries) {
        this.queries = queries;
    }

    List<Reading> read(AlertRule rule, Instant now) throws NotEvaluated {
        JsonNode criterion = rule.criteria().path(0);
        JsonNode periods = criterion.path("failingPeriods");
        int looked = periods.path("numberOfEvaluationPeriods").asInt(1);
        int needed = periods.path("minFailingPeriodsToAlert").asInt(1);
        Threshold threshold = Threshold.of(criterion);
        Map<Map<String, String>, Double> newest = new HashMap<>();
        Map<Map<String, String>, Integer> failing = new HashMap<>();
        for (int period = 0; period < looked; period++) {
            Instant end = now.minus(rule.over().multipliedBy(period));
            for (Map.Entry<Map<String, String>, Double> each :
                    values(rule.scope(), criterion, end, rule.over()).entrySet()) {
                newest.putIfAbsent(each.getKey(), each.getValue());
                if (threshold.met(each.getValue())) failing.merge(each.getKey(), 1, Integer::sum);
            }
        }
        List<Reading> readings = new ArrayList<>();
        newest.forEach((combination, value) ->
                readings.add(new Reading(combination, value, failing.getOrDefault(combination, 0) >= needed)));
        return readings;
    }

    private Map<Map<String, String>, Double> values(
            String workspaceId, JsonNode criterion, Instant end, Duration window) throws NotEvaluated {
        JsonNode result = queries.answer(workspaceId, criterion.path("query").asText(), end.minus(window), end);
        Split split = Split.of(criterion);
        List<String> columns = Json.stream(result.path("columns"))
                .map(each -> each.path("name").asText())
                .toList();
        for (Split.Dimension each : split.dimensions()) column("dimensions", columns, each.name());
        Aggregation aggregation =
                Aggregation.of(criterion.path("timeAggregation").asText());
        boolean counts = aggregation == Aggregation.COUNT;
        int measure = counts
                ? -1
                : column(
                        "metricMeasureColumn",
                        columns,
                        criterion.path("metricMeasureColumn").asText());
        Map<Map<String, String>, Sample> samples = new HashMap<>();
        for (JsonNode row : result.path("rows")) {
            JsonNode value = counts ? Json.array(1).path(0) : row.path(measure);
            if (value.isNumber()) {
                split.combination(cells(columns, row))
                        .ifPresent(each -> samples.merge(each, Sample.of(value.asDouble()), Sample::plus));
            }
        }
        Map<Map<String, String>, Double> values = new HashMap<>();
        samples.forEach((combination, sample) -> values.put(combination, aggregation.of(sample)));
        // No rows are a count too, unless it is not known of what.
        if (counts && split.dimensions().isEmpty()) values.putIfAbsent(Map.of(), 0.0);
        return values;
    }

    private static int column(String property, List<String> columns, String name) throws NotEvaluated {
        int index = columns.indexOf(name);
        if (index < 0) {
            throw new NotEvaluated(property + ": " + name + " (expected: a column of the result, one of "
                    + String.join(", ", columns) + ")");
        }
        return index;
    }

    private static Map<String, String> cells(List<String> columns, JsonNode row) {
        Map<String, String> cells = new HashMap<>();
        IntStream.range(0, columns.size())
                .forEach(i -> cells.put(columns.get(i), row.path(i).asText("")));
        return cells;
    }
}
