package localazure.planes.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares metrics with static thresholds. Several criteria of a rule must hold together, and what is reported is the first. A
 * combination without data is not compared. Source: Microsoft Learn, "Choosing the right type of alert rule".
 */
final class MetricEvaluation {
    private static final String STATIC = "StaticThresholdCriterion";

    private final Metrics metrics;
    private final MetricCatalogue catalogue;

    MetricEvaluation(Metrics metrics, MetricCatalogue catalogue) {
        this.metrics = metrics;
        this.catalogue = catalogue;
    }

    List<Reading> read(AlertRule rule, Instant now) throws NotEvaluated {
        JsonNode criteria = rule.criteria();
        boolean others = true;
        for (int i = 1; i < criteria.size(); i++) {
            others &= read(rule, criteria.path(i), now).stream().anyMatch(Reading::met);
        }
        List<Reading> readings = new ArrayList<>();
        for (Reading each : read(rule, criteria.path(0), now)) {
            readings.add(new Reading(each.dimensions(), each.value(), each.met() && others));
        }
        return readings;
    }

    private List<Reading> read(AlertRule rule, JsonNode criterion, Instant now) throws NotEvaluated {
        String kind = criterion.path("criterionType").asText();
        if (!kind.equals(STATIC)) {
            throw new NotEvaluated("criterionType: " + kind + " (expected: " + STATIC + ", others are not modelled)");
        }
        String name = criterion.path("metricName").asText();
        MetricCatalogue.Metric metric = catalogue
                .find(rule.scope(), name)
                .orElseThrow(() -> new NotEvaluated(
                        "metricName: " + name + " (expected: " + catalogue.describe(rule.scope()) + ")"));
        Split split = Split.of(criterion);
        for (Split.Dimension each : split.dimensions()) {
            if (!metric.dimensions().contains(each.name())) {
                throw new NotEvaluated("dimensions: " + each.name() + " (expected: one of "
                        + String.join(", ", metric.dimensions()) + ")");
            }
        }
        Map<Map<String, String>, Sample> combinations = new HashMap<>();
        metrics.window(rule.scope(), metric.name(), now.minus(rule.over()), now)
                .forEach((dimensions, sample) -> split.combination(dimensions)
                        .ifPresent(combination -> combinations.merge(combination, sample, Sample::plus)));
        return compare(criterion, combinations);
    }

    private static List<Reading> compare(JsonNode criterion, Map<Map<String, String>, Sample> combinations)
            throws NotEvaluated {
        Aggregation aggregation =
                Aggregation.of(criterion.path("timeAggregation").asText());
        Threshold threshold = Threshold.of(criterion);
        List<Reading> readings = new ArrayList<>();
        for (Map.Entry<Map<String, String>, Sample> each : combinations.entrySet()) {
            double value = aggregation.of(each.getValue());
            readings.add(new Reading(each.getKey(), value, threshold.met(value)));
        }
        return readings;
    }
}
