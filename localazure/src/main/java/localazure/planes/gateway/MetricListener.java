package localazure.planes.gateway;

import java.util.Map;

/** Told of each value that a gateway measures, under Azure Monitor's metric names. */
@FunctionalInterface
public interface MetricListener {
    MetricListener NOBODY = (resourceId, metric, dimensions, value) -> {};

    void add(String resourceId, String metric, Map<String, String> dimensions, double value);
}
