package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import proxy.testkit.FakeEntra;
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
        exchange.answer(
                200,
                "",
                JSON.createObjectNode()
                        .<ObjectNode>set("data", data)
                        .set("usage", JSON.createObjectNode().put("prompt_tokens", 3))
                        .toString());
    }

    private static double count(String text, char letter) {
        return text.chars().filter(it -> it == letter).count();
    }

    private ProxyUnderTest proxy(String action, Consumer<ObjectNode> topics) {
        return ProxyUnderTest.start(setup -> configure(setup, action, topics));
    }

    private void configure(ProxyUnderTest.Setup setup, String action, Consumer<ObjectNode> topics) {
        setup.account("a", upstream.url("ok"), "p", "gpt").account("b", upstream.url("embeddings"), "q", "embed");
        var screening = setup.config().putObject("screening");
        screening.putObject("rules").put("topics", action);
        var settings = screening.putObject("topics").put("deployment", "embed").put("timeoutMillis", 10_000);
        var weapons =
                settings.putArray("list").addObject().put("name", "weapons").put("similarityPercent", 80);
        weapons.putArray("sentences").add("w");
        topics.accept(settings);
    }

    private static String chat(String content, String... fields) {
        var body = "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]}";
        return RawClient.post("/v1/chat/completions", body, fields);
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
    void sentences_that_nobody_could_embed_are_not_asked_for_with_every_prompt() throws Exception {
        upstream.on("embeddings", exchange -> {
            if (new String(exchange.body(), StandardCharsets.UTF_8).contains("[\"w\"]")) {
                exchange.answer(200, "", "{\"data\":[{\"index\":0,\"embedding\":[0,0]}]}");
            } else {
                embed(exchange);
            }
        });
        try (var proxy = proxy("block", topics -> {})) {
            for (var time = 0; time < 3; time++) {
                assertEquals("503 screening_unavailable", says(proxy.call(chat("ggg"))));
            }
            assertEquals(2, upstream.count("embeddings"), "one for the sentences, one for the prompt that came first");
        }
    }

    @Test
    void what_a_client_asked_goes_with_it_while_its_topic_is_asked_for() throws Exception {
        var asked = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        upstream.on("embeddings", exchange -> {
            if (new String(exchange.body(), StandardCharsets.UTF_8).contains("ggg")) {
                asked.countDown();
                exchange.awaitClose();
                closed.countDown();
            } else {
                embed(exchange);
            }
        });
        try (var proxy = proxy("block", topics -> topics.put("timeoutMillis", 60_000))) {
            try (var client = proxy.client()) {
                client.send(chat("ggg"));
                assertTrue(asked.await(10, TimeUnit.SECONDS));
            }
            assertTrue(closed.await(10, TimeUnit.SECONDS));
            assertTrue(proxy.awaitEvent("\"event\":\"request\"").contains("client_closed"));
            assertTrue(proxy.metrics().contains("proxy_upstream_attempts_total{outcome=\"cancelled\",pool=\"q\"} 1"));
        }
    }

    @Test
    void embeddings_are_counted_like_other_requests_to_accounts() throws Exception {
        try (var proxy = proxy("block", topics -> {})) {
            assertEquals("200 ", says(proxy.call(chat("ggg"))));
            var metrics = proxy.metrics();
            assertTrue(metrics.contains("proxy_upstream_attempts_total{outcome=\"finished\",pool=\"q\"} 2"), metrics);
            assertTrue(
                    metrics.contains("proxy_tokens_total{deployment=\"embed\",kind=\"prompt\",quality=\"exact\"} 6"),
                    metrics);
        }
    }

    @Test
    void a_prompt_is_not_embedded_where_its_callers_data_may_not_go() throws Exception {
        var entra = new FakeEntra("key-1");
        try (var proxy = ProxyUnderTest.start(setup -> {
            configure(setup, "block", topics -> {});
            setup.config()
                    .withArray("pools")
                    .forEach(pool -> ((ObjectNode) pool)
                            .put("geography", pool.path("id").asText().equals("p") ? "eu" : "us"));
            var profile = entra.callers(setup, upstream)
                    .putArray("profiles")
                    .addObject()
                    .put("name", "eu-only");
            profile.putArray("clientIds").add("app-1");
            profile.putArray("geographies").add("eu");
        })) {
            var token = entra.token(Instant.now(), claims -> claims.claim("azp", "app-1"));
            var request = chat("ggg", "Authorization: Bearer " + token);
            assertEquals("503 screening_unavailable", says(proxy.call(request)));
            assertEquals(1, upstream.count("embeddings"), "the operator's own sentences, which may go anywhere");
        }
    }

    @Test
    void a_comparison_that_takes_too_long_is_given_up() throws Exception {
        upstream.on("embeddings", FakeUpstream.Exchange::awaitClose);
        try (var proxy = proxy("block", topics -> topics.put("timeoutMillis", 50))) {
            assertEquals("503 screening_unavailable", says(proxy.call(chat("ggg"))));
        }
    }

    @Test
    void a_comparison_takes_no_longer_than_a_request_may() throws Exception {
        upstream.on("embeddings", FakeUpstream.Exchange::awaitClose);
        try (var proxy = ProxyUnderTest.start(setup -> {
            configure(setup, "block", topics -> topics.put("timeoutMillis", 60_000));
            setup.timeout("firstByteSeconds", 1).timeout("totalSeconds", 1);
        })) {
            assertEquals("504 upstream_timeout", says(proxy.call(chat("ggg"))));
        }
    }
}
