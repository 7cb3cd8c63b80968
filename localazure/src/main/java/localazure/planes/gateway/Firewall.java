package localazure.planes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import localazure.arm.ArmResource;
import localazure.planes.Json;

/**
 * A WAF policy: the limit of bodies and the rate of each client. Managed rules and other custom rules are not evaluated.
 *
 * <p>Source: learn.microsoft.com/azure/web-application-firewall/ag, request size limits and rate limiting; that a body over
 * the limit is answered 413 is unverified.
 */
final class Firewall {
    private static final int USUAL_KILOBYTES = 128;
    static final int TOO_LARGE = 413;
    static final int BLOCKED = 403;

    private final boolean prevents;
    private final OptionalInt mostBytes;
    private final Optional<JsonNode> rate;
    private final Clock clock;
    private final Map<String, Integer> seen = new HashMap<>();
    private long window;

    private Firewall(boolean prevents, OptionalInt mostBytes, Optional<JsonNode> rate, Clock clock) {
        this.prevents = prevents;
        this.mostBytes = mostBytes;
        this.rate = rate;
        this.clock = clock;
    }

    /** @param policy absent for a gateway without one, which lets everything pass */
    static Firewall of(Optional<ArmResource> policy, Clock clock) {
        JsonNode inputs = policy.<JsonNode>map(ArmResource::inputs).orElseGet(Json::object);
        JsonNode settings = inputs.path("policySettings");
        boolean prevents = policy.isPresent()
                && settings.path("mode").asText().equals("Prevention")
                && !settings.path("state").asText("Enabled").equals("Disabled");
        boolean limits = settings.path("requestBodyCheck").asBoolean(true)
                && settings.path("requestBodyEnforcement").asBoolean(true);
        int most = settings.path("maxRequestBodySizeInKb").asInt(USUAL_KILOBYTES) * 1024;
        Optional<JsonNode> rate = Json.stream(inputs.path("customRules"))
                .filter(each -> each.path("ruleType").asText().equals("RateLimitRule"))
                .filter(each -> each.path("action").asText().equals("Block"))
                .filter(each -> !each.path("state").asText("Enabled").equals("Disabled"))
                .findFirst();
        return new Firewall(prevents, limits ? OptionalInt.of(most) : OptionalInt.empty(), rate, clock);
    }

    /** The most bytes of a body that passes. */
    int mostBytes() {
        return prevents ? mostBytes.orElse(Integer.MAX_VALUE - 1) : Integer.MAX_VALUE - 1;
    }

    /** Counts a request; false when its client has had its share of this window. */
    synchronized boolean admits(String client) {
        if (rate.isEmpty()) return true;
        boolean five = rate.get().path("rateLimitDuration").asText().equals("FiveMins");
        long now = clock.millis() / Duration.ofMinutes(five ? 5 : 1).toMillis();
        if (now != window) seen.clear();
        window = now;
        int count = seen.merge(client, 1, Integer::sum);
        return !prevents || count <= rate.get().path("rateLimitThreshold").asInt();
    }
}
