package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** A text has a vector of two numbers: how often it has the letters w (weapons) and g (gardens). */
class TopicsTest {

    private static final JsonMapper JSON = new JsonMapper();

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start().ok("ok").on("embeddings", TopicsTest::embed);
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private static void embed(FakeUpstream.Exchange exchange) throws Exception {
        var asked = JSON.readTree(exchange.body());
        assertEquals("embed", asked.path("model").asText());
        var data = JSON.createObjectNode().putArray("data");
        for (var text : asked.path("input")) {
            var item = data.addObject().put("index", data.size() - 1);
            item.putArray("embedding").add(count(text.asText(), 'w')).add(count(text.asText(), 'g') + 0.01);
        }
        exchange.answer(200, "", JSON.createObjectNode().set("data", data).toString());
    }

    private static double count(String text, char letter) {
        return text.chars().filter(it -> it == letter).count();
    }

    private ProxyUnderTest proxy(String action, Consumer<ObjectNode> topics) {
        return ProxyUnderTest.start(setup -> {
            setup.account("a", upstream.url("ok"), "p", "gpt").account("b", upstream.url("embeddings"), "q", "embed");
            var screening = setup.config().putObject("screening");
            screening.putObject("rules").put("topics", action);
            var settings =
                    screening.putObject("topics").put("deployment", "embed").put("timeoutMillis", 10_000);
            var weapons =
                    settings.putArray("list").addObject().put("name", "weapons").put("similarityPercent", 80);
            weapons.putArray("sentences").add("w");
            topics.accept(settings);
        });
    }

    private static String chat(String content) {
        var body = "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]}";
        return RawClient.post("/v1/chat/completions", body);
    }

    private static String says(RawClient.Answer answer) {
        return answer.status() + " " + answer.field("x-sluice-reason");
    }

    @Test
    void a_prompt_about_a_topic_is_refused_and_its_sentences_are_embedded_once() throws Exception {
        try (var proxy = proxy("block", topics -> {})) {
            assertEquals("400 content_screened", says(proxy.call(chat("www"))));
            assertEquals("200 ", says(proxy.call(chat("ggg"))));
            assertEquals("400 content_screened", says(proxy.call(chat("wwg"))));
            assertEquals(4, upstream.count("embeddings"), "one for the sentences, one for each prompt");
            assertEquals(1, upstream.count("ok"));
            var line = proxy.awaitEvent("screenedBy");
            assertTrue(line.contains("\"topics\":{\"weapons\":1}"), line);
        }
    }

    @Test
    void a_prompt_that_the_embedding_account_refuses_leaves_it_to_others() throws Exception {
        upstream.on("embeddings", exchange -> {
            if (new String(exchange.body(), StandardCharsets.UTF_8).contains("too long")) {
                exchange.answer(400, "", "{}");
            } else {
                embed(exchange);
            }
        });
        try (var proxy = proxy("block", topics -> {})) {
            for (var time = 0; time < 3; time++) {
                assertEquals("503 screening_unavailable", says(proxy.call(chat("too long"))));
            }
            assertEquals("200 ", says(proxy.call(chat("ggg"))));
        }
    }

    @Test
    void a_logged_topic_lets_the_prompt_pass() throws Exception {
        try (var proxy = proxy("log", topics -> {})) {
            assertEquals("200 ", says(proxy.call(chat("www"))));
            assertTrue(proxy.awaitEvent("\"topics\"").contains("\"weapons\":1"));
        }
    }

    @Test
    void what_cannot_be_compared_is_refused_where_topics_are_blocked_unless_it_is_said_otherwise() throws Exception {
        upstream.on("embeddings", exchange -> exchange.answer(500, "", "{}"));
        try (var proxy = proxy("block", topics -> {})) {
            assertEquals("503 screening_unavailable", says(proxy.call(chat("www"))));
            assertEquals(0, upstream.count("ok"));
        }
        try (var proxy = proxy("log", topics -> {})) {
            assertEquals("200 ", says(proxy.call(chat("www"))));
            assertTrue(proxy.awaitEvent("topics_unknown").contains("\"topics_unknown\":{\"embedding\":1}"));
        }
        try (var proxy = proxy("block", topics -> topics.put("onFailure", "open"))) {
            assertEquals("200 ", says(proxy.call(chat("www"))));
        }
    }

    @Test
    void sentences_are_asked_for_again_after_that_failed() throws Exception {
        upstream.on("embeddings", exchange -> {
            if (new String(exchange.body(), StandardCharsets.UTF_8).contains("[\"w\"]") && exchange.number() <= 2) {
                exchange.answer(200, "", "{\"data\":[]}");
            } else {
                embed(exchange);
            }
        });
        try (var proxy = proxy("block", topics -> {})) {
            assertEquals("503 screening_unavailable", says(proxy.call(chat("ggg"))));
            assertEquals("200 ", says(proxy.call(chat("ggg"))));
            assertEquals("400 content_screened", says(proxy.call(chat("www"))));
        }
    }

    @Test
    void a_comparison_that_takes_too_long_is_given_up() throws Exception {
        upstream.on("embeddings", FakeUpstream.Exchange::awaitClose);
        try (var proxy = proxy("block", topics -> topics.put("timeoutMillis", 50))) {
            assertEquals("503 screening_unavailable", says(proxy.call(chat("ggg"))));
        }
    }
}
