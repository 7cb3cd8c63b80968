package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** Answers without end: what one account sends takes neither its client nor the replica for ever. */
class LargeAnswersTest {

    private static final long MOST = 256L * 1024 * 1024;

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start().ok("ok");
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    @Test
    void one_that_says_it_is_too_large_is_not_begun_and_not_asked_for_again() throws Exception {
        upstream.on("large", exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\ncontent-type: audio/wav\r\ncontent-length: " + (MOST + 1) + "\r\n\r\n");
            exchange.awaitClose();
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "large", "large")) {
            var answer = proxy.call(RawClient.chat("gpt"));
            assertEquals("502 response_too_large", answer.status() + " " + answer.field("x-sluice-reason"));
            assertEquals("false", answer.field("x-should-retry"));
            assertTrue(answer.body().contains("The answer is over " + MOST + " bytes"), answer.body());
            assertEquals(1, upstream.count("large"));
            assertTrue(proxy.awaitEvent("attempt_failed").contains("\"failure\":\"too_large\""));
            assertTrue(proxy.awaitEvent("\"event\":\"request\"").contains("\"usage\":\"unknown\""));
            assertNobodyBlamed(proxy);
        }
    }

    @Test
    void a_stream_that_becomes_too_large_ends_with_an_error_event() throws Exception {
        var event = "data: " + "x".repeat(512 * 1024) + "\n\n";
        upstream.on("endless", exchange -> {
            exchange.beginStream();
            while (true) {
                exchange.chunk(event);
            }
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "endless");
                var client = proxy.client()) {
            client.send(RawClient.chat("gpt"));
            var rest = client.lastBytes(1_000);
            assertTrue(rest.read() > MOST, "cut after " + rest.read());
            var text = new String(rest.bytes(), StandardCharsets.UTF_8);
            assertTrue(text.contains("\"code\":\"response_too_large\""), text);
            assertFalse(text.contains("\r\n0\r\n"), text);
            assertTrue(proxy.awaitEvent("\"event\":\"request\"").contains("\"reason\":\"response_too_large\""));
            assertNobodyBlamed(proxy);
        }
    }

    /** The length of an answer is its caller's doing: it must not keep the account from others. */
    private static void assertNobodyBlamed(ProxyUnderTest proxy) throws Exception {
        var metrics = proxy.metrics();
        assertTrue(attempts(metrics, "cancelled").contains("1.0"), metrics);
        assertFalse(attempts(metrics, "failed").contains("1.0"), metrics);
        for (var account : proxy.status().path("deployments")) {
            assertEquals(0, account.path("ejectedMillis").asLong(), account::toString);
        }
    }

    /** How many, of each pool. */
    private static List<String> attempts(String metrics, String outcome) {
        return metrics.lines()
                .filter(line -> line.startsWith("proxy_upstream_attempts_total{outcome=\"" + outcome + "\""))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }
}
