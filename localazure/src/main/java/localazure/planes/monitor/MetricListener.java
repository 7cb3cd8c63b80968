package localazure.planes.monitor;

import java.util.Map;

/** Told of each value that a resource measures, under Azure Monitor's names of metrics and dimensions. */
@FunctionalInterface
public interface MetricListener {
    void add(String resourceId, String metric, Map<String, String> dimensions, double value);
}
