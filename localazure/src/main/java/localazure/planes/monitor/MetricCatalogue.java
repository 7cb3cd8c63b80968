package localazure.planes.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import localazure.arm.ArmId;
import localazure.planes.Json;

/** Which metrics a type of resource has: {@code catalogue/metrics.json}. Names compare without regard to case, as in Azure. */
public final class MetricCatalogue {
    /** @param dimensions in Azure's spelling */
    public record Metric(String name, List<String> dimensions) {
        /** A dimension in Azure's spelling; empty when the metric has none of that name. */
        public Optional<String> dimension(String asked) {
            return dimensions.stream().filter(asked::equalsIgnoreCase).findFirst();
        }
    }

    private final Map<String, Map<String, Metric>> byType = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private MetricCatalogue(JsonNode types) {
        types.properties().forEach(type -> {
            if (type.getValue().isObject()) byType.put(type.getKey(), metrics(type.getValue()));
        });
    }

    private static Map<String, Metric> metrics(JsonNode type) {
        Map<String, Metric> metrics = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        type.properties().forEach(metric -> {
            List<String> dimensions = new ArrayList<>();
            metric.getValue().path("dimensions").forEach(each -> dimensions.add(each.asText()));
            metrics.put(metric.getKey(), new Metric(metric.getKey(), List.copyOf(dimensions)));
        });
        return metrics;
    }

    /** Reads the catalogue that the build packed. */
    public static MetricCatalogue load() {
        try (InputStream in = MetricCatalogue.class.getResourceAsStream("/catalogue/metrics.json")) {
            return new MetricCatalogue(Json.read(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<Metric> find(String resourceId, String name) {
        return Optional.ofNullable(of(resourceId).get(name));
    }

    /** What the type of a resource has, for people: {@code a metric of Microsoft.App/containerapps: Replicas, RestartCount}. */
    public String describe(String resourceId) {
        String type = ArmId.type(resourceId);
        Map<String, Metric> known = of(resourceId);
        return known.isEmpty()
                ? "a type with metrics, such as " + String.join(", ", byType.keySet())
                : "a metric of " + type + ": " + String.join(", ", known.keySet());
    }

    private Map<String, Metric> of(String resourceId) {
        return byType.getOrDefault(ArmId.type(resourceId), Map.of());
    }
}
