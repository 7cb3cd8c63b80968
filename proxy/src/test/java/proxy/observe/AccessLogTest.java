package proxy.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import proxy.testkit.ManualClock;

class AccessLogTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Events events = new Events(out, new ManualClock());
    private final Counters counters = new Counters();
    private final AccessLog log = new AccessLog(events, counters, new Metrics());

    private void request(String route, boolean probe, int status) {
        request(route, probe, status, Optional.empty());
    }

    private void request(String route, boolean probe, int status, Optional<TokenUsage> usage) {
        log.write(new AccessRecord(
                "id",
                route,
                probe,
                status,
                Optional.empty(),
                "",
                "",
                "",
                "",
                0,
                false,
                0,
                0,
                usage,
                0,
                0,
                Optional.empty()));
    }

    private List<String> lines() {
        events.close();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void a_probe_is_logged_when_its_answer_changes_and_counted_always() {
        for (var status : new int[] {200, 200, 503, 503, 200}) {
            request("ready", true, status);
            request("live", true, 200);
        }
        assertEquals(10, counters.requests());
        var lines = lines();
        assertEquals(
                3, lines.stream().filter(line -> line.contains("\"ready\"")).count());
        assertEquals(1, lines.stream().filter(line -> line.contains("\"live\"")).count());
    }

    @Test
    void every_other_request_is_logged() {
        request("models", false, 200);
        request("models", false, 200);
        assertEquals(2, lines().size());
    }

    @Test
    void tokens_are_written_with_how_well_they_are_known_and_what_is_unknown_is_no_zero() {
        request("responses", false, 200, Optional.of(TokenUsage.exact(3, 0)));
        request("responses", false, 200, Optional.of(TokenUsage.estimated(3, 4)));
        request("responses", false, 200, Optional.of(TokenUsage.UNKNOWN));
        request("responses", false, 429, Optional.empty());
        var lines = lines();
        assertTrue(lines.get(0).contains("\"usage\":\"exact\",\"promptTokens\":3,\"completionTokens\":0"));
        assertTrue(lines.get(1).contains("\"usage\":\"estimated\",\"promptTokens\":3,\"completionTokens\":4"));
        assertTrue(lines.get(2).contains("\"usage\":\"unknown\""));
        assertFalse(lines.get(2).contains("Tokens"));
        assertFalse(lines.get(3).contains("usage"));
    }

    @Test
    void a_fault_of_the_proxy_is_told_without_its_message() {
        log.broke("id-1", new IllegalStateException("prompt"));
        var lines = lines();
        assertEquals(
                1,
                lines.stream()
                        .filter(line -> line.contains("\"requestId\":\"id-1\",\"error\":\"java.lang.IllegalState"))
                        .count());
        assertFalse(lines.toString().contains("prompt"));
    }
}
