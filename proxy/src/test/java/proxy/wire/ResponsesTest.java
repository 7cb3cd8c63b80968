package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** Responses are stored in the account that made them; their ids lead back there through every replica. */
class ResponsesTest {

    private static final String KEY = "a key of thirty-two characters, or more";
    private static final Pattern ID = Pattern.compile("\"id\":\"(resp_[a-z]_\\d+_[A-Za-z0-9_-]{28})\"");

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start();
        for (var name : List.of("a", "b", "c")) {
            upstream.on(name, exchange -> exchange.answer(200, "", response("resp_" + name + "_" + exchange.number())));
        }
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private static String response(String id) {
        return "{\"id\":\"" + id
                + "\",\"object\":\"response\",\"previous_response_id\":null,\"output\":[{\"id\":\"msg_1\"}]}";
    }

    private ProxyUnderTest replica(String... accounts) {
        return replica(setup -> {}, accounts);
    }

    private ProxyUnderTest replica(Consumer<ProxyUnderTest.Setup> more, String... accounts) {
        return ProxyUnderTest.start(setup -> {
            setup.variable("PROXY_RESPONSE_KEY", KEY);
            for (var name : accounts) {
                setup.account(name, upstream.url(name), name, "gpt");
            }
            more.accept(setup);
        });
    }

    private static RawClient.Answer create(ProxyUnderTest proxy, String more) throws Exception {
        return proxy.call(RawClient.post("/v1/responses", "{\"model\":\"gpt\",\"input\":\"hi\"" + more + "}"));
    }

    private static String id(RawClient.Answer answer) {
        var id = ID.matcher(answer.body());
        assertTrue(id.find(), answer.body());
        return id.group(1);
    }

    private static String accountOf(String id) {
        return id.substring(5, 6);
    }

    private static String request(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: sluice\r\nContent-Length: 0\r\n\r\n";
    }

    @Test
    void a_conversation_goes_on_at_the_account_that_began_it_through_any_replica() throws Exception {
        try (var one = replica("a", "b", "c");
                var other = replica("c", "a", "b")) {
            for (var count = 0; count < 8; count++) {
                var id = id(create(one, ""));
                upstream.nextRequest();
                var next = id(create(other, ", \"previous_response_id\" : \"" + id + "\",\"store\":true"));
                assertEquals(accountOf(id), accountOf(next));
                var body = new String(upstream.nextRequest().body(), java.nio.charset.StandardCharsets.UTF_8);
                assertEquals(
                        "{\"model\":\"gpt\",\"input\":\"hi\", \"previous_response_id\" : \""
                                + id.substring(0, id.length() - 29) + "\",\"store\":true}",
                        body);
            }
        }
    }

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
    void a_conversation_waits_for_its_account_and_never_moves() throws Exception {
        upstream.on("a", exchange -> {
            if (exchange.number() == 1) {
                exchange.answer(200, "", response("resp_a_1"));
            } else {
                exchange.answer(429, "retry-after-ms: 700\r\n", "{}");
            }
        });
        try (var one = replica("a");
                var both = replica("a", "b")) {
            var answer = create(both, ",\"previous_response_id\":\"" + id(create(one, "")) + "\"");
            assertEquals(429, answer.status());
            assertEquals("throttled", answer.field("x-sluice-reason"));
            assertTrue(
                    answer.body().contains("The quota pool of the account that keeps the previous response"),
                    answer.body());
            assertTrue(Integer.parseInt(answer.field("retry-after-ms")) <= 700);
            assertEquals(0, upstream.count("b"));
        }
    }

    @Test
    void a_conversation_cannot_go_on_with_a_model_that_its_account_has_not() throws Exception {
        try (var proxy = replica(setup -> setup.account("b", upstream.url("b"), "b", "o4"), "a")) {
            var answer = proxy.call(RawClient.post(
                    "/v1/responses", "{\"model\":\"o4\",\"previous_response_id\":\"" + id(create(proxy, "")) + "\"}"));
            assertEquals(400, answer.status());
            assertEquals("response_elsewhere", answer.field("x-sluice-reason"));
        }
    }

    @Test
    void what_the_account_says_of_a_stored_response_is_the_callers_to_hear() throws Exception {
        upstream.on("a", exchange -> {
            if (exchange.number() == 1) {
                exchange.answer(200, "", response("resp_a_1"));
            } else {
                exchange.answer(404, "", "{\"error\":{\"code\":null,\"message\":\"not found\"}}");
            }
        });
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
        upstream.on("a", exchange -> {
            if (exchange.number() == 1) {
                exchange.answer(200, "", response("resp_a_1"));
            } else {
                exchange.reset();
            }
        });
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
    void one_replica_without_a_key_remembers_its_own_ids_and_several_refuse_what_none_could_find() throws Exception {
        try (var single = ProxyUnderTest.inFrontOf(upstream, "a")) {
            assertEquals(
                    200,
                    create(single, ",\"previous_response_id\":\"" + id(create(single, "")) + "\"")
                            .status());
        }
        try (var one = ProxyUnderTest.start(setup -> {
            setup.account(upstream.url("a"));
            setup.config().put("replicas", 2);
        })) {
            assertEquals(200, create(one, "").status());
            var answer = create(one, ",\"previous_response_id\":\"resp_a_1\"");
            assertEquals(400, answer.status());
            assertEquals("not_served", answer.field("x-sluice-reason"));
            assertTrue(answer.body().contains("PROXY_RESPONSE_KEY"), answer.body());
        }
    }

    @Test
    void conversations_are_refused_with_what_to_do_instead() throws Exception {
        try (var proxy = replica("a")) {
            assertEquals(
                    "not_served", create(proxy, ",\"conversation\":\"conv_1\"").field("x-sluice-reason"));
            assertEquals(200, create(proxy, ",\"conversation\":null").status());
        }
    }

    @Test
    void an_id_with_escapes_is_the_same_id_and_a_second_one_is_refused() throws Exception {
        try (var proxy = replica("a")) {
            var id = id(create(proxy, ""));
            var escaped = "\\u0072" + id.substring(1);
            assertEquals(
                    200,
                    create(proxy, ",\"previous_response_id\":\"" + escaped + "\"")
                            .status());
            var twice = create(proxy, ",\"previous_response_id\":null,\"previous_response_id\":\"" + id + "\"");
            assertEquals("invalid_json", twice.field("x-sluice-reason"));
            assertFalse(proxy.log().contains(KEY));
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
