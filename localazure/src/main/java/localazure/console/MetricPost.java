package localazure.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import localazure.arm.ResourceStore;
import localazure.planes.monitor.MetricCatalogue;
import localazure.planes.monitor.Metrics;
import localazure.planes.monitor.Monitor;
import localazure.planes.monitor.Sample;

/** The values of {@code POST /api/monitor/metrics}: all of them are good, or none is taken. */
final class MetricPost {
    private record Value(Instant at, String resourceId, String metric, Map<String, String> dimensions, Sample sample) {}

    private final ResourceStore store;
    private final Monitor monitor;
    private final List<Value> values = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    MetricPost(ResourceStore store, Monitor monitor) {
        this.store = store;
        this.monitor = monitor;
    }

    /**
     * @return how many values were taken
     * @throws IllegalArgumentException listing every fault
     */
    int take(JsonNode body) {
        if (!body.isArray()) faults.add("body: " + body.getNodeType() + " (expected: a list of values)");
        for (int i = 0; i < body.size() && body.isArray(); i++) read("[" + i + "].", body.path(i));
        if (!faults.isEmpty()) throw new IllegalArgumentException(String.join("\n", faults));
        Metrics metrics = monitor.metrics();
        values.forEach(
                each -> metrics.add(each.at(), each.resourceId(), each.metric(), each.dimensions(), each.sample()));
        return values.size();
    }

    private void read(String place, JsonNode each) {
        String resource = each.path("resource").asText();
        String name = each.path("metric").asText();
        Instant at = at(place, each);
        if (!each.path("value").isNumber()) fault(place + "value", each.path("value"), "a number");
        double count = each.path("count").asDouble(1);
        if (!(count >= 1)) fault(place + "count", each.path("count"), "1 or more");
        Optional<MetricCatalogue.Metric> metric = monitor.catalogue().find(resource, name);
        if (store.find(resource).isEmpty()) {
            fault(place + "resource", each.path("resource"), "the id of a resource");
        } else if (metric.isEmpty()) {
            fault(place + "metric", each.path("metric"), monitor.catalogue().describe(resource));
        } else {
            Sample sample = Sample.of(each.path("value").asDouble(), count);
            values.add(new Value(at, resource, name, dimensions(place, each, metric.get()), sample));
        }
    }

    private Instant at(String place, JsonNode each) {
        try {
            Instant at = Body.time(each, "time", Instant::parse, "2026-11-27T12:00:00Z")
                    .orElseGet(monitor::now);
            if (monitor.metrics().keeps(at)) return at;
            fault(place + "time", each.path("time"), "within two hours before and a day after " + monitor.now());
        } catch (IllegalArgumentException e) {
            faults.add(place + e.getMessage());
        }
        return monitor.now();
    }

    private Map<String, String> dimensions(String place, JsonNode each, MetricCatalogue.Metric metric) {
        Map<String, String> dimensions = new TreeMap<>();
        each.path("dimensions").properties().forEach(one -> {
            Optional<String> known = metric.dimension(one.getKey());
            if (known.isPresent()) dimensions.put(known.get(), one.getValue().asText());
            else
                fault(
                        place + "dimensions." + one.getKey(),
                        one.getValue(),
                        "one of " + String.join(", ", metric.dimensions()));
        });
        return dimensions;
    }

    private void fault(String name, JsonNode seen, String expected) {
        String text = seen.isMissingNode() ? "missing" : seen.asText();
        faults.add(name + ": " + text + " (expected: " + expected + ")");
    }
}
