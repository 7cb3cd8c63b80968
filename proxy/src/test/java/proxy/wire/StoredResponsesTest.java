package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static proxy.testkit.FakeUpstream.answering;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.testkit.FakeUpstream;

/** Responses are stored in the account that made them; their ids lead back there through every replica. */
class StoredResponsesTest extends ResponsesCase {

    @ParameterizedTest
    @CsvSource({
        "GET, '', ''",
        "GET, '', ?include[]=reasoning.encrypted_content",
        "GET, '', ?include%5B%5D=message.output_text.logprobs&stream=false",
        "DELETE, '', ''",
        "POST, /cancel, ''",
        "GET, /input_items, ?limit=20&order=asc&after=msg_1"
    })
    void a_stored_response_is_asked_for_where_it_is_stored(String method, String part, String query) throws Exception {
        try (var proxy = replica("a", "b", "c")) {
            for (var base : List.of("/v1/", "/openai/v1/")) {
                var id = id(create(proxy, ""));
                upstream.nextRequest();
                var answer = proxy.call(request(method, base + "responses/" + id + part + query));
                assertEquals(200, answer.status());
                assertEquals("1", answer.field("x-sluice-attempts"));
                assertEquals(accountOf(id), accountOf(id(answer)));
                var received = upstream.nextRequest();
                assertTrue(
                        received.head()
                                .startsWith(method + " /" + accountOf(id) + "/openai/v1/responses/"
                                        + id.substring(0, id.length() - 29) + part + query + " HTTP/1.1\r\n"),
                        received.head());
            }
        }
    }

    @Test
    void a_stream_carries_ids_that_lead_back_and_so_does_one_that_is_taken_up_again() throws Exception {
        var begun =
                "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_s_1\"}}\n\n";
        var delta =
                "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"delta\":\"x\"}\n\n";
        var end =
                "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"resp_s_1\",\"previous_response_id\":\"resp_s_0\"}}\n\n";
        upstream.on("s", exchange -> {
            exchange.beginStream();
            exchange.chunk(begun + delta.substring(0, 20));
            exchange.chunk(delta.substring(20) + end);
            exchange.endStream();
        });
        try (var proxy = replica("s")) {
            var stream = create(proxy, ",\"stream\":true");
            var id = id(stream);
            var marked = begun.replace("resp_s_1", id) + delta + end.replace("resp_s_1", id);
            var previous = Pattern.compile("resp_s_0_[A-Za-z0-9_-]{28}");
            assertEquals(marked, previous.matcher(stream.body()).replaceAll("resp_s_0"));
            assertTrue(previous.matcher(stream.body()).find(), stream.body());
            var again = proxy.call(request("GET", "/v1/responses/" + id + "?stream=true&starting_after=1"));
            assertEquals(stream.body(), again.body());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'data: {\"type\":\"error\",\"code\":\"server_error\"}', upstream_error",
        "'data: {\"type\":\"error\",\"code\":\"rate_limit_exceeded\"}', throttled"
    })
    void what_is_wrong_with_a_stream_that_is_taken_up_again_is_said(String event, String reason) throws Exception {
        upstream.on("s", answering(response("resp_s_1")).then(exchange -> {
            exchange.beginStream();
            exchange.chunk(event + "\n\n");
            exchange.awaitClose();
        }));
        try (var proxy = replica("s")) {
            var id = id(create(proxy, ""));
            var again = proxy.call(request("GET", "/v1/responses/" + id + "?stream=true"));
            assertEquals(reason, again.field("x-sluice-reason"), again.body());
        }
    }

    /** Nothing has begun yet, or the stream is under way. */
    @ParameterizedTest
    @CsvSource({"0, off", "60000, off", "0, block", "60000, block"})
    void an_event_over_the_bound_ends_a_stream_that_is_taken_up_again(int holdMillis, String screening)
            throws Exception {
        upstream.on("s", exchange -> {
            if (exchange.number() == 1) {
                exchange.answer(200, "", response("resp_s_1"));
            } else {
                exchange.beginStream();
                for (var part = 0; part < 100; part++) {
                    exchange.chunk("data: " + "x".repeat(1_000) + "\n");
                }
                exchange.awaitClose();
            }
        });
        try (var proxy = replica(
                        setup -> {
                            var streams = setup.config().putObject("streams").put("eventBytes", 4_096);
                            streams.put("holdMillis", holdMillis);
                            var rules = setup.config().putObject("screening");
                            rules.putArray("words").add("falcon");
                            rules.putObject("rules").put("answers", screening);
                        },
                        "s");
                var client = proxy.client()) {
            var id = id(create(proxy, ""));
            client.send(
                    "GET /v1/responses/" + id + "?stream=true HTTP/1.1\r\nHost: sluice\r\nConnection: close\r\n\r\n");
            var rest = client.readToEnd();
            assertTrue(rest.contains("\"code\":\"response_too_large\""), rest);
            assertTrue(rest.contains("An event is over 4096 bytes"), rest);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resp_a_1", "resp_a_1_AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x"})
    void an_id_that_was_not_given_out_here_leads_nowhere(String id) throws Exception {
        try (var proxy = replica("a", "b")) {
            for (var answer : List.of(
                    create(proxy, ",\"previous_response_id\":\"" + id + "\""),
                    proxy.call(request("GET", "/v1/responses/" + id)),
                    proxy.call(request("DELETE", "/v1/responses/" + id)),
                    proxy.call(request("POST", "/v1/responses/" + id + "/cancel")))) {
                assertEquals(404, answer.status());
                assertEquals("response_not_found", answer.field("x-sluice-reason"));
                assertTrue(answer.body().contains("\"type\":\"invalid_request_error\""), answer.body());
            }
            assertEquals(0, upstream.count("a") + upstream.count("b"));
        }
    }

    @Test
    void a_response_whose_account_has_left_the_platform_is_gone() throws Exception {
        try (var before = replica("a");
                var after = replica("b")) {
            var id = id(create(before, ""));
            for (var answer : List.of(
                    after.call(request("GET", "/v1/responses/" + id)),
                    create(after, ",\"previous_response_id\":\"" + id + "\""))) {
                assertEquals(410, answer.status());
                assertEquals("response_gone", answer.field("x-sluice-reason"));
            }
        }
    }

    @Test
    void what_the_account_says_of_a_stored_response_is_the_callers_to_hear() throws Exception {
        var missing = "{\"error\":{\"code\":null,\"message\":\"not found\"}}";
        upstream.on("a", answering(response("resp_a_1")).then(exchange -> exchange.answer(404, "", missing)));
        try (var proxy = replica("a", "b")) {
            var first = create(proxy, "");
            while (!accountOf(id(first)).equals("a")) {
                first = create(proxy, "");
            }
            var answer = proxy.call(request("GET", "/v1/responses/" + id(first)));
            assertEquals(404, answer.status());
            assertEquals("{\"error\":{\"code\":null,\"message\":\"not found\"}}", answer.body());
        }
    }

    @Test
    void an_account_that_breaks_off_or_cannot_be_reached_is_told_and_nothing_is_tried_elsewhere() throws Exception {
        upstream.on("a", answering(response("resp_a_1")).then(FakeUpstream.Exchange::reset));
        try (var proxy = replica("a")) {
            var id = id(create(proxy, ""));
            var answer = proxy.call(request("DELETE", "/v1/responses/" + id));
            assertEquals(502, answer.status());
            assertEquals("upstream_reset", answer.field("x-sluice-reason"));
            try (var cutOff = replica(setup -> setup.account("a", "http://127.0.0.1:1", "a", "gpt"))) {
                assertEquals(
                        "no_backend",
                        cutOff.call(request("GET", "/v1/responses/" + id)).field("x-sluice-reason"));
            }
        }
    }

    @Test
    void a_wrong_method_is_told_the_right_ones() throws Exception {
        try (var proxy = replica("a")) {
            assertEquals(
                    "DELETE, GET",
                    proxy.call(request("PUT", "/v1/responses/resp_1")).field("allow"));
            assertEquals(
                    "not_found",
                    proxy.call(request("GET", "/v1/responses/resp_1?url=x")).field("x-sluice-reason"));
        }
    }
}
