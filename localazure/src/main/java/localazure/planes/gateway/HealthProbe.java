package localazure.planes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import localazure.planes.Json;

/**
 * How a backend's health is asked for; the values of a gateway without a probe of its own are Azure's defaults.
 *
 * <p>Source: learn.microsoft.com/azure/application-gateway/application-gateway-probe-overview.
 *
 * @param accepted ranges such as {@code 200-399}
 */
record HealthProbe(String path, Duration interval, Duration timeout, int unhealthyThreshold, List<String> accepted) {
    static HealthProbe of(JsonNode probe) {
        List<String> codes = Json.stream(probe.path("match").path("statusCodes"))
                .map(JsonNode::asText)
                .toList();
        return new HealthProbe(
                probe.path("path").asText("/"),
                Duration.ofSeconds(probe.path("interval").asLong(30)),
                Duration.ofSeconds(probe.path("timeout").asLong(30)),
                probe.path("unhealthyThreshold").asInt(3),
                codes.isEmpty() ? List.of("200-399") : codes);
    }

    boolean accepts(int status) {
        return accepted.stream().anyMatch(range -> {
            String[] ends = range.split("-");
            return status >= Integer.parseInt(ends[0]) && status <= Integer.parseInt(ends[ends.length - 1]);
        });
    }
}
