package proxy.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricCatalogueTest {

    private static final MetricCatalogue CATALOGUE = MetricCatalogue.load();

    @Test
    void names_say_what_is_measured_in_what_as_prometheus_has_it() {
        for (var metric : CATALOGUE.metrics()) {
            var name = metric.name();
            assertTrue(name.matches("proxy(_[a-z]+)+"), name);
            assertEquals(metric.type().equals("counter"), name.endsWith("_total"), name);
            var inBaseUnit = metric.unit().equals("seconds") || metric.unit().equals("bytes");
            assertEquals(inBaseUnit, name.endsWith("_" + metric.unit()) && inBaseUnit, name);
            assertEquals(metric.type().equals("histogram"), !metric.buckets().isEmpty(), name);
            assertTrue(metric.help().endsWith("."), name);
        }
    }

    @Test
    void no_metric_is_there_twice() {
        assertEquals(
                CATALOGUE.metrics().size(),
                CATALOGUE.metrics().stream()
                        .map(MetricCatalogue.Metric::name)
                        .distinct()
                        .count());
    }

    @Test
    void the_reference_page_is_the_catalogue() throws IOException {
        var file = Path.of("../docs/reference/metrics.md");
        if (System.getenv("CI") == null) {
            Files.writeString(file, page());
        }
        assertEquals(page(), Files.readString(file));
    }

    private static String page() {
        return """
                # Metrics of the proxy

                Generated from `proxy/src/main/resources/metrics.json`. `GET /metrics` on the management port answers in Prometheus' text
                format, of this replica alone. Labels hold words of the proxy and names of the configuration, nothing that a caller sends: a
                request for a deployment that is not configured is of `other`.

                | metric | type | unit | labels | |
                |---|---|---|---|---|
                """ + CATALOGUE.metrics().stream().map(MetricCatalogueTest::row).collect(Collectors.joining());
    }

    private static String row(MetricCatalogue.Metric metric) {
        var labels = metric.labels().stream().map(it -> "`" + it + "`").collect(Collectors.joining(", "));
        var buckets = metric.buckets().isEmpty()
                ? ""
                : metric.buckets().stream()
                        .map(it -> String.valueOf(it).replaceFirst("\\.0$", ""))
                        .collect(Collectors.joining(", ", " Buckets: ", "."));
        return "| `" + metric.name() + "` | " + metric.type() + " | " + metric.unit() + " | " + labels + " | "
                + metric.help() + buckets + " |\n";
    }
}
