package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** The Responses API: what it answers, and what it keeps. */
class ScreenedResponsesTest extends ScreeningCase {

    private static final String KEY = "a key of thirty-two characters, or more";
    private static final Pattern ID = Pattern.compile("\"id\":\"(resp_1_[A-Za-z0-9_-]{28})\"");
    private static final String DELTA = "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"%s\"}";

    private static String event(String json) {
        return "data: " + json + "\n\n";
    }

    private static String create(String more) {
        return RawClient.post("/v1/responses", "{\"model\":\"gpt\",\"input\":\"hi\"" + more + "}");
    }

    private ProxyUnderTest proxy(String action) {
        return proxy(rules -> rules.put("answers", action), setup -> setup.variable("PROXY_RESPONSE_KEY", KEY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"a falcon\"}]}",
                "{\"type\":\"message\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"no falcon\"}]}",
                "{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"falcon?\"}]}",
                "{\"type\":\"function_call\",\"arguments\":\"{\\\"bird\\\":\\\"falcon\\\"}\"}",
                "{\"type\":\"custom_tool_call\",\"input\":\"falcon\"}",
                "{\"type\":\"code_interpreter_call\",\"code\":\"print('falcon')\"}"
            })
    void whatever_a_response_says_is_looked_at(String item) throws Exception {
        upstream.on("ok", exchange -> exchange.answer(200, "", "{\"id\":\"resp_1\",\"output\":[" + item + "]}"));
        try (var proxy = proxy("block")) {
            assertEquals("400 content_screened", says(proxy.call(create(""))));
        }
    }

    @Test
    void an_item_that_is_over_holds_nothing_back() throws Exception {
        upstream.on("ok", exchange -> {
            exchange.beginStream();
            exchange.chunk(
                    event("{\"type\":\"response.reasoning_summary_text.delta\",\"output_index\":0,\"delta\":\"of\"}"));
            exchange.chunk(event("{\"type\":\"response.reasoning_summary_text.done\",\"output_index\":0}"));
            exchange.awaitClose();
        });
        try (var proxy = proxy("block");
                var client = proxy.client()) {
            client.send(create(",\"stream\":true")).readUntil("summary_text.done");
        }
    }

    @Test
    void a_response_that_is_kept_is_looked_at_when_it_is_fetched() throws Exception {
        var streamed = List.of(
                event(DELTA.formatted("a heron ")),
                event("{\"type\":\"response.output_text.done\",\"output_index\":0,\"text\":\"a falcon and a heron\"}"));
        var last = event("{\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"output\":"
                + "[{\"content\":[{\"text\":\"a falcon and a heron\"}]}]}}");
        upstream.on("ok", exchange -> {
            if (exchange.head().startsWith("POST")) {
                exchange.answer(200, "", "{\"id\":\"resp_1\",\"output\":[]}");
            } else if (exchange.path().contains("stream=true")) {
                exchange.beginStream();
                for (var event : exchange.path().endsWith("=9") ? List.of(last) : streamed) {
                    exchange.chunk(event);
                }
                exchange.chunk(last);
                exchange.endStream();
            } else {
                exchange.answer(200, "", "{\"id\":\"resp_1\",\"output\":[{\"content\":[{\"text\":\"a falcon\"}]}]}");
            }
        });
        try (var proxy = proxy("block");
                var client = proxy.client()) {
            var made = proxy.call(create(""));
            var id = ID.matcher(made.body());
            assertTrue(id.find(), made.body());
            var path = "/v1/responses/" + id.group(1);
            var whole = proxy.call(RawClient.get(path));
            assertEquals("400 content_screened", says(whole));
            assertFalse(whole.body().contains("falcon"), whole.body());
            assertEquals(
                    "400 content_screened", says(proxy.call(RawClient.get(path + "?stream=true&starting_after=9"))));
            var stream = client.send(RawClient.get(path + "?stream=true&starting_after=5"))
                    .readToEnd();
            assertTrue(stream.contains("a heron ") && stream.contains("content_screened"), stream);
            assertFalse(stream.contains("falcon"), stream);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"a falcon\"}]}",
                "{\"role\":\"user\",\"content\":\"a falcon\"}",
                "{\"type\":\"function_call\",\"arguments\":\"{\\\"bird\\\":\\\"falcon\\\"}\"}",
                "{\"type\":\"function_call_output\",\"output\":\"falcon\"}",
                "{\"type\":\"function_call_output\",\"output\":[{\"type\":\"input_text\",\"text\":\"falcon\"}]}"
            })
    void what_a_response_that_is_kept_was_asked_with_is_looked_at_too(String item) throws Exception {
        upstream.on("ok", exchange -> {
            var items = "{\"object\":\"list\",\"data\":[{\"content\":[{\"text\":\"hi\"}]}," + item + "]}";
            exchange.answer(200, "", exchange.path().endsWith("/input_items") ? items : "{\"id\":\"resp_1\"}");
        });
        try (var proxy = proxy("block")) {
            var made = proxy.call(create(""));
            var id = ID.matcher(made.body());
            assertTrue(id.find(), made.body());
            var answer = proxy.call(RawClient.get("/v1/responses/" + id.group(1) + "/input_items"));
            assertEquals("400 content_screened", says(answer), answer.body());
        }
    }

    @Test
    void a_response_that_is_kept_passes_as_it_is_where_nothing_is_found() throws Exception {
        var body = "{\"id\":\"resp_1\",\"output\":[{\"content\":[{\"text\":\"a heron\"}]}]}";
        upstream.on("ok", exchange -> exchange.answer(200, "", body));
        for (var action : List.of("block", "log")) {
            try (var proxy = proxy(action)) {
                var made = proxy.call(create(""));
                var id = ID.matcher(made.body());
                assertTrue(id.find(), made.body());
                assertEquals(
                        made.body(),
                        proxy.call(RawClient.get("/v1/responses/" + id.group(1)))
                                .body());
            }
        }
    }
}
