package proxy.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** {@code metrics.json}: what every metric is called, what it counts, and how it is divided. The only place that says so. */
record MetricCatalogue(List<Metric> metrics) {

    /**
     * @param type as Prometheus has it: counter, gauge or histogram
     * @param buckets upper bounds of a histogram, else empty
     */
    record Metric(String name, String type, String unit, List<String> labels, String help, List<Double> buckets) {}

    static MetricCatalogue load() {
        try (var file = MetricCatalogue.class.getResourceAsStream("/metrics.json")) {
            var metrics = new ArrayList<Metric>();
            // Node by node: to bind a record takes a tenth of the whole start.
            new JsonMapper().readTree(file).forEach(node -> metrics.add(metric(node)));
            return new MetricCatalogue(List.copyOf(metrics));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Metric metric(JsonNode node) {
        return new Metric(
                node.required("name").asText(),
                node.required("type").asText(),
                node.required("unit").asText(),
                list(node.required("labels"), JsonNode::asText),
                node.required("help").asText(),
                list(node.path("buckets"), JsonNode::asDouble));
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> value) {
        var list = new ArrayList<T>();
        array.forEach(each -> list.add(value.apply(each)));
        return List.copyOf(list);
    }

    /** The metric of that name; throws when there is none of that type. */
    Metric metric(String name, String type) {
        return metrics.stream()
                .filter(it -> it.name().equals(name) && it.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + ": no " + type + " of the catalogue"));
    }
}
