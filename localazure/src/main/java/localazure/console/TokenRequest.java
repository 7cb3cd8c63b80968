package localazure.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import localazure.planes.Json;

/** What {@code POST /api/tokens} asks for. */
record TokenRequest(String audience, String subject, List<String> roles, Duration valid) {
    private static final long USUAL_SECONDS = 3600;

    /** @throws IllegalArgumentException listing every fault */
    static TokenRequest parse(JsonNode body) {
        List<String> faults = new ArrayList<>();
        String audience = body.path("audience").asText("");
        long seconds = body.path("expiresInSeconds").asLong(USUAL_SECONDS);
        if (audience.isEmpty()) faults.add("audience: missing (expected: the aud claim, for instance api://sluice)");
        if (body.has("roles") && !body.path("roles").isArray())
            faults.add("roles: " + body.path("roles") + " (expected: a list)");
        if (body.has("expiresInSeconds") && !body.path("expiresInSeconds").canConvertToLong()) {
            faults.add("expiresInSeconds: " + body.path("expiresInSeconds") + " (expected: a whole number)");
        }
        if (!faults.isEmpty()) throw new IllegalArgumentException(String.join("\n", faults));
        List<String> roles =
                Json.stream(body.path("roles")).map(JsonNode::asText).toList();
        return new TokenRequest(audience, body.path("subject").asText("caller"), roles, Duration.ofSeconds(seconds));
    }
}
