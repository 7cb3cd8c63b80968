package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

class StreamsTest {

    private static final String PREAMBLE = "data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n";
    private static final String HELLO = "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n";
    private static final String USAGE =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":12}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";
    private static final String FAILED = "data: {\"error\":{\"code\":\"server_error\",\"message\":\"m\"}}\n\n";

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start();
        stream("good", PREAMBLE, HELLO, USAGE, DONE);
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private void stream(String name, String... events) {
        upstream.on(name, exchange -> {
            exchange.beginStream();
            for (var event : events) {
                exchange.chunk(event);
            }
            exchange.endStream();
        });
    }

    private static String chat(String more) {
        return RawClient.post(
                "/v1/chat/completions", "{\"model\":\"gpt\",\"stream\":true" + more + ",\"messages\":[]}");
    }

    private static String responses() {
        return RawClient.post("/v1/responses", "{\"model\":\"gpt\",\"stream\":true,\"input\":\"x\"}");
    }

    /** Two accounts, of which the first is preferred. */
    private ProxyUnderTest first(String first, String second) {
        return ProxyUnderTest.start(setup -> {
            setup.account(upstream.url(first)).account(upstream.url(second));
            setup.config()
                    .withArray("deployments")
                    .forEach(it -> ((com.fasterxml.jackson.databind.node.ObjectNode) it)
                            .put("priority", it.path("account").asText().endsWith("0") ? 1 : 2));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"error\":{\"code\":\"server_error\"}}\n\n",
                "data: {\"error\":{\"code\":\"429\"}}\n\n",
                "event: error\ndata: {\"message\":\"m\"}\n\n",
                ": only a comment\n\n",
                ""
            })
    void an_error_in_place_of_the_answer_moves_the_request_on_and_the_client_sees_one_whole_answer(String event)
            throws Exception {
        if (event.isEmpty()) {
            upstream.on("bad", exchange -> {
                exchange.beginStream();
                exchange.chunk(PREAMBLE + "data: {\"half");
                exchange.reset();
            });
        } else {
            stream("bad", PREAMBLE, event);
        }
        try (var proxy = first("bad", "good")) {
            var answer = proxy.call(chat(""));
            assertEquals(200, answer.status());
            assertEquals(PREAMBLE + HELLO + DONE, answer.body());
            assertEquals(1, upstream.count("bad"));
            assertEquals("2", answer.field("x-sluice-attempts"));
        }
    }

    @Test
    void when_every_account_fails_in_place_of_its_answer_the_client_gets_a_status_and_no_stream() throws Exception {
        stream("bad", PREAMBLE, FAILED);
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "bad", "bad")) {
            var answer = proxy.call(chat(""));
            assertEquals(502, answer.status());
            assertEquals("upstream_error", answer.field("x-sluice-reason"));
            assertEquals(2, upstream.count("bad"));
            assertTrue(proxy.awaitEvent("\"status\":502").contains("\"usage\":\"unknown\""));
        }
    }

    @Test
    void a_refusal_in_place_of_the_answer_uses_nothing() throws Exception {
        stream("refused", PREAMBLE, "data: {\"error\":{\"code\":\"429\"}}\n\n");
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "refused")) {
            assertEquals(429, proxy.call(chat("")).status());
            assertFalse(proxy.awaitEvent("\"status\":429").contains("\"usage\""));
        }
    }

    @Test
    void what_the_account_says_of_the_request_itself_is_the_callers_to_read() throws Exception {
        var refusal = "data: {\"error\":{\"code\":\"content_filter\",\"status\":400}}\n\n";
        stream("filtered", PREAMBLE, refusal);
        try (var proxy = first("filtered", "good")) {
            assertEquals(PREAMBLE + refusal, proxy.call(chat("")).body());
            assertEquals(0, upstream.count("good"));
        }
    }

    @Test
    void an_answer_that_has_begun_is_never_asked_for_again() throws Exception {
        stream("late", HELLO, FAILED);
        try (var proxy = first("late", "good")) {
            assertEquals(HELLO + FAILED, proxy.call(chat("")).body());
            assertEquals(0, upstream.count("good"));
            var line = proxy.awaitEvent("\"event\":\"request\"");
            assertTrue(line.contains("\"reason\":\"upstream_error\""), line);
            assertTrue(line.contains("\"usage\":\"estimated\",\"promptTokens\":"), line);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: error\ndata: {\"code\":\"x\",\"message\":\"boo\"}\n\n",
                "event: error\ndata: out of order\n\n",
                "data: {\"code\":\"content_filter\"}\n\n",
                "data: {\"error\":{}}\n\n",
                "data: {\"nested\":{\"error\":{\"code\":\"x\"}}}\n\n"
            })
    void an_error_that_clients_pass_over_ends_no_stream_well(String event) throws Exception {
        stream("muttering", HELLO, event, DONE);
        try (var proxy = first("muttering", "good");
                var client = proxy.client()) {
            var rest = client.send(chat("")).readToEnd();
            assertTrue(rest.contains(HELLO) && rest.contains(event), rest);
            assertTrue(rest.contains("data: {\"error\":{\"code\":\"upstream_error\""), rest);
            assertFalse(rest.contains(DONE) || rest.contains("\r\n0\r\n"), rest);
            assertEquals(0, upstream.count("good"));
            assertTrue(proxy.awaitEvent("\"event\":\"request\"").contains("\"reason\":\"upstream_error\""));
        }
    }

    @Test
    void an_error_that_clients_pass_over_harms_nothing_after_the_end() throws Exception {
        var muttered = "event: error\ndata: {\"code\":\"x\"}\n\n";
        stream("late", HELLO, DONE, muttered);
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "late")) {
            assertEquals(HELLO + DONE + muttered, proxy.call(chat("")).body());
        }
    }

    @Test
    void nothing_is_held_for_longer_than_the_settings_say() throws Exception {
        upstream.on("slow", exchange -> {
            exchange.beginStream();
            exchange.chunk(PREAMBLE);
            exchange.awaitClose();
        });
        try (var proxy = ProxyUnderTest.start(setup -> {
                    setup.account(upstream.url("slow"));
                    setup.config().putObject("streams").put("holdMillis", 1);
                });
                var client = proxy.client()) {
            assertTrue(client.send(chat("")).readUntil(PREAMBLE).startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void nothing_is_held_beyond_the_bytes_of_the_settings() throws Exception {
        upstream.on("slow", exchange -> {
            exchange.beginStream();
            exchange.chunk(PREAMBLE);
            exchange.awaitClose();
        });
        try (var proxy = ProxyUnderTest.start(setup -> {
                    setup.account(upstream.url("slow"));
                    setup.config()
                            .putObject("streams")
                            .put("holdMillis", 60_000)
                            .put("holdBytes", 10);
                });
                var client = proxy.client()) {
            client.send(chat("")).readUntil(PREAMBLE);
        }
    }

    @ParameterizedTest
    @CsvSource({"completed", "incomplete"})
    void a_responses_stream_is_whole_with_its_last_event(String status) throws Exception {
        var events = "event: response.created\ndata: {\"type\":\"response.created\"}\n\n"
                + "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hello\"}\n\n"
                + "data: {\"type\":\"response."
                + status + "\",\"response\":{\"usage\":{\"input_tokens\":5,\"output_tokens\":6}}}\n\n";
        stream("responses", events);
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "responses")) {
            assertEquals(events, proxy.call(responses()).body());
            var line = proxy.awaitEvent("\"event\":\"request\"");
            assertTrue(line.contains("\"usage\":\"exact\",\"promptTokens\":5,\"completionTokens\":6"), line);
        }
    }

    @Test
    void a_responses_stream_without_its_last_event_was_cut() throws Exception {
        stream("cut", "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hello\"}\n\n");
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "cut");
                var client = proxy.client()) {
            var rest = client.send(responses()).readToEnd();
            assertTrue(rest.contains("data: {\"error\":{\"code\":\"upstream_truncated\""), rest);
            assertFalse(rest.contains("\r\n0\r\n"), rest);
            assertTrue(proxy.awaitEvent("\"event\":\"request\"").contains("\"usage\":\"estimated\""));
        }
    }

    @Test
    void the_proxy_asks_for_the_usage_of_a_stream_and_keeps_it_from_callers_who_did_not() throws Exception {
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "good")) {
            assertEquals(PREAMBLE + HELLO + DONE, proxy.call(chat("")).body());
            var sent = new String(upstream.nextRequest().body(), StandardCharsets.UTF_8);
            assertEquals(
                    "{\"stream_options\":{\"include_usage\":true},\"model\":\"gpt\",\"stream\":true,\"messages\":[]}",
                    sent);
            var line = proxy.awaitEvent("\"event\":\"request\"");
            assertTrue(line.contains("\"usage\":\"exact\",\"promptTokens\":11,\"completionTokens\":12"), line);
            var asked = chat(",\"stream_options\":{\"include_usage\":true}");
            assertEquals(PREAMBLE + HELLO + USAGE + DONE, proxy.call(asked).body());
        }
    }

    @ParameterizedTest
    @CsvSource({"2024-06-01, false", "2024-08-01-preview, false", "2024-09-01-preview, true", "2024-10-21, true"})
    void older_api_versions_do_not_know_the_option_and_are_not_sent_it(String version, boolean sent) throws Exception {
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "good")) {
            proxy.call(RawClient.post(
                    "/openai/deployments/gpt/chat/completions?api-version=" + version, "{\"stream\":true}"));
            var body = new String(upstream.nextRequest().body(), StandardCharsets.UTF_8);
            assertEquals(sent, body.contains("include_usage"), body);
        }
    }

    @Test
    void a_json_answer_tells_its_usage_at_its_end() throws Exception {
        upstream.on(
                "json",
                exchange -> exchange.answer(
                        200, "", "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}"));
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "json")) {
            proxy.call(RawClient.chat("gpt"));
            assertTrue(proxy.awaitEvent("\"event\":\"request\"")
                    .contains("\"usage\":\"exact\",\"promptTokens\":3,\"completionTokens\":4"));
        }
    }

    @Test
    void a_client_that_waits_within_a_stream_hears_that_it_lives_when_the_settings_say_so() throws Exception {
        upstream.on("thinking", exchange -> {
            exchange.beginStream();
            exchange.chunk(HELLO + "data: {\"ha");
            exchange.awaitClose();
        });
        try (var proxy = ProxyUnderTest.start(setup -> {
                    setup.account(upstream.url("thinking"));
                    setup.config().putObject("streams").put("heartbeatSeconds", 1);
                });
                var client = proxy.client()) {
            var stream = client.send(chat("")).readUntil(": keep-alive\n\n");
            assertFalse(stream.contains("ha"), stream);
        }
    }

    @Test
    void an_event_over_the_bound_ends_the_stream() throws Exception {
        upstream.on("endless", exchange -> {
            exchange.beginStream();
            exchange.chunk(HELLO);
            for (var part = 0; part < 100; part++) {
                exchange.chunk("data: " + "x".repeat(1_000) + "\n");
            }
            exchange.awaitClose();
        });
        try (var proxy = ProxyUnderTest.start(setup -> {
                    setup.account(upstream.url("endless"));
                    setup.config().putObject("streams").put("eventBytes", 4_096);
                });
                var client = proxy.client()) {
            var rest = client.send(chat("")).readToEnd();
            assertTrue(rest.contains("\"code\":\"response_too_large\""), rest);
            assertTrue(rest.contains("An event is over 4096 bytes"), rest);
            assertFalse(rest.contains("xxx"), rest);
        }
    }

    @Test
    void a_client_that_leaves_has_its_answer_counted_as_far_as_it_came() throws Exception {
        upstream.on("open", exchange -> {
            exchange.beginStream();
            exchange.chunk(HELLO);
            exchange.awaitClose();
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "open")) {
            try (var client = proxy.client()) {
                client.send(chat("")).readUntil(HELLO);
            }
            var line = proxy.awaitEvent("\"reason\":\"client_closed\"");
            assertTrue(line.contains("\"usage\":\"estimated\""), line);
            assertTrue(line.contains("\"completionTokens\":1"), line);
        }
    }
}
