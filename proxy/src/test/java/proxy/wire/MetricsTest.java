package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static proxy.testkit.FakeUpstream.busy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import proxy.testkit.Await;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

class MetricsTest {

    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"secret words\"}}]}\n\n";
    private static final String USAGE =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}}\n\ndata: [DONE]\n\n";

    private static String stream(String... fields) {
        return RawClient.post(
                "/openai/v1/chat/completions",
                "{\"model\":\"gpt\",\"stream\":true,\"messages\":[{\"content\":\"secret prompt\"}]}",
                fields);
    }

    private static FakeUpstream upstream(CountDownLatch rest) throws IOException {
        return FakeUpstream.start().on("stream", exchange -> {
            exchange.beginStream();
            exchange.chunk(EVENT);
            rest.await();
            exchange.chunk(USAGE);
            exchange.endStream();
        });
    }

    @Test
    void every_metric_of_the_catalogue_is_served_and_no_other() throws Exception {
        var catalogue = new TreeMap<String, String>();
        try (var file = getClass().getResourceAsStream("/metrics.json")) {
            new JsonMapper()
                    .readTree(file)
                    .forEach(it -> catalogue.put(
                            it.get("name").asText(), it.get("type").asText()));
        }
        try (var upstream = upstream(new CountDownLatch(0));
                var proxy = ProxyUnderTest.start(setup -> {
                    setup.account("a", upstream.url("stream"), "p", "gpt");
                    setup.config()
                            .withArray("pools")
                            .forEach(pool -> ((ObjectNode) pool)
                                    .put("requestsPerMinute", 600)
                                    .put("tokensPerMinute", 60_000));
                })) {
            proxy.call(stream());
            proxy.awaitEvent("\"event\":\"request\"");
            var served = new TreeMap<String, String>();
            proxy.metrics().lines().filter(line -> line.startsWith("# TYPE ")).forEach(line -> {
                var words = line.split(" ");
                served.put(words[2], words[3]);
            });
            // This proxy lets everyone in: nobody has a limit.
            catalogue.remove("proxy_caller_limits_total");
            assertEquals(catalogue, served);
        }
    }

    private static boolean nothingInFlight(ProxyUnderTest proxy) {
        try {
            return proxy.metrics().contains("\nproxy_in_flight_requests 0.0\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_stream_counts_while_it_is_open_and_with_what_it_used_when_it_is_over() throws Exception {
        var rest = new CountDownLatch(1);
        try (var upstream = upstream(rest);
                var proxy = ProxyUnderTest.start(setup -> setup.account("a", upstream.url("stream"), "p", "gpt"));
                var client = proxy.client()) {
            client.send(stream()).readUntil("secret words\"}}]}\n\n");
            var open = proxy.metrics();
            assertTrue(open.contains("\nproxy_open_streams 1.0\n"), open);
            assertTrue(open.contains("\nproxy_in_flight_requests 1.0\n"), open);
            assertTrue(open.contains("\nproxy_pool_in_flight_requests{pool=\"p\"} 1.0\n"), open);
            rest.countDown();
            client.readUntil("\r\n0\r\n\r\n");
            proxy.awaitEvent("\"event\":\"request\"");
            Await.until(() -> nothingInFlight(proxy));
            var over = proxy.metrics();
            assertTrue(over.contains("\nproxy_open_streams 0.0\n"), over);
            assertTrue(over.contains("\nproxy_pool_in_flight_requests{pool=\"p\"} 0.0\n"), over);
            assertTrue(
                    over.contains(
                            "\nproxy_tokens_total{deployment=\"gpt\",kind=\"completion\",quality=\"exact\"} 7.0\n"),
                    over);
            assertTrue(over.contains("\nproxy_upstream_attempts_total{outcome=\"finished\",pool=\"p\"} 1.0\n"), over);
        }
    }

    @Test
    void nothing_that_a_caller_sends_becomes_a_label() throws Exception {
        try (var upstream = upstream(new CountDownLatch(0));
                var proxy = ProxyUnderTest.inFrontOf(upstream, "stream")) {
            proxy.call(stream("Authorization: Bearer secret-token"));
            proxy.call(RawClient.chat("secret-model"));
            proxy.call(RawClient.get("/secret/path"));
            Await.until(() -> proxy.log().split("\"event\":\"request\"").length == 4);
            var metrics = proxy.metrics();
            assertFalse(metrics.contains("secret"), metrics);
            assertTrue(
                    metrics.contains("{deployment=\"other\",reason=\"model_not_found\",status=\"4xx\"} 1.0"), metrics);
            assertTrue(metrics.contains("{deployment=\"other\",reason=\"not_found\",status=\"4xx\"} 1.0"), metrics);
        }
    }

    @Test
    void a_pool_that_refused_is_parked_and_the_attempt_throttled() throws Exception {
        try (var upstream = FakeUpstream.start().on("busy", busy("retry-after: 30"));
                var proxy = ProxyUnderTest.start(setup -> setup.account("a", upstream.url("busy"), "p", "gpt"))) {
            assertEquals(429, proxy.call(RawClient.chat("gpt")).status());
            var metrics = proxy.metrics();
            var parked = metrics.lines()
                    .filter(line -> line.startsWith("proxy_pool_parked_seconds{pool=\"p\",quota=\"requests\"} "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                    .sum();
            assertTrue(parked > 0 && parked <= 30, metrics);
            assertTrue(metrics.contains("{outcome=\"throttled\",pool=\"p\"} 1.0"), metrics);
        }
    }
}
