package proxy.observe;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** {@code metrics.json}: what every metric is called, what it counts, and how it is divided. The only place that says so. */
record MetricCatalogue(List<Metric> metrics) {

    /**
     * @param type as Prometheus has it: counter, gauge or histogram
     * @param buckets upper bounds of a histogram, else empty
     */
    record Metric(String name, String type, String unit, List<String> labels, String help, List<Double> buckets) {

        Metric {
            buckets = buckets == null ? List.of() : List.copyOf(buckets);
        }
    }

    static MetricCatalogue load() {
        try (var file = MetricCatalogue.class.getResourceAsStream("/metrics.json")) {
            return new MetricCatalogue(List.of(new JsonMapper().readValue(file, Metric[].class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The metric of that name; throws when there is none of that type. */
    Metric metric(String name, String type) {
        return metrics.stream()
                .filter(it -> it.name().equals(name) && it.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + ": no " + type + " of the catalogue"));
    }
}
