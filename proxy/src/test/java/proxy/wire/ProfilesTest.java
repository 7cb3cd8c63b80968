package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static proxy.testkit.FakeUpstream.busy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import proxy.testkit.Await;
import proxy.testkit.FakeEntra;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

class ProfilesTest {

    private static final FakeEntra ENTRA = new FakeEntra("key-1");

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start().ok("ok");
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private ProxyUnderTest proxy(Consumer<ObjectNode> profile) {
        return ProxyUnderTest.start(setup -> {
            setup.account("a", upstream.url("ok"), "p", "gpt").account("a", upstream.url("ok"), "p", "other");
            setup.config().withArray("accounts").remove(1);
            setup.config().withArray("pools").forEach(pool -> ((ObjectNode) pool).put("geography", "us"));
            var callers = ENTRA.callers(setup, upstream);
            var batch = callers.putArray("profiles").addObject().put("name", "batch");
            batch.putArray("clientIds").add("app-1");
            profile.accept(batch);
            callers.withArray("profiles")
                    .addObject()
                    .put("name", "rest")
                    .putArray("roles")
                    .add("Caller");
        });
    }

    private static String token(String application) {
        return "Authorization: Bearer " + ENTRA.token(Instant.now(), claims -> claims.claim("azp", application));
    }

    private static void refused(int status, String reason, RawClient.Answer answer) {
        assertEquals(status, answer.status(), answer.body());
        assertEquals(reason, answer.field("x-sluice-reason"));
        assertEquals("0", answer.field("x-sluice-attempts"));
    }

    @Test
    void a_caller_gets_the_models_of_its_profile_and_no_other() throws Exception {
        try (var proxy = proxy(profile -> profile.putArray("models").add("gpt"))) {
            assertEquals(200, proxy.call(RawClient.chat("gpt", token("app-1"))).status());
            refused(403, "model_not_allowed", proxy.call(RawClient.chat("other", token("app-1"))));
            assertTrue(proxy.awaitEvent("model_not_allowed").contains("\"profile\":\"batch\""));
            assertEquals(
                    200, proxy.call(RawClient.chat("other", token("app-2"))).status());
        }
    }

    @Test
    void a_callers_data_goes_where_its_profile_lists_and_nowhere_else() throws Exception {
        try (var proxy = proxy(profile -> profile.putArray("geographies").add("eu"))) {
            refused(403, "geography_not_allowed", proxy.call(RawClient.chat("gpt", token("app-1"))));
            assertEquals(200, proxy.call(RawClient.chat("gpt", token("app-2"))).status());
        }
        try (var proxy =
                proxy(profile -> profile.putArray("geographies").add("eu").add("us"))) {
            assertEquals(200, proxy.call(RawClient.chat("gpt", token("app-1"))).status());
        }
    }

    @Test
    void a_caller_who_may_not_use_every_pool_is_told_which_are_used_up() throws Exception {
        upstream.on("ok", busy("retry-after-ms: 60000"));
        try (var proxy =
                proxy(profile -> profile.putArray("geographies").add("us").add("eu"))) {
            var bounded = proxy.call(RawClient.chat("gpt", token("app-1")));
            assertEquals(429, bounded.status());
            assertTrue(
                    bounded.body()
                            .contains(
                                    "Every quota pool of the model in eu, us, where the caller's data may go, is used up"),
                    bounded.body());
            var anyone = proxy.call(RawClient.chat("gpt", token("app-2")));
            assertTrue(anyone.body().contains("Every quota pool of the model is used up"), anyone.body());
        }
    }

    @Test
    void the_list_of_models_is_that_of_the_caller() throws Exception {
        try (var proxy = proxy(profile -> profile.putArray("models").add("gpt"))) {
            var mine = proxy.call(RawClient.get("/v1/models", token("app-1"))).body();
            assertTrue(mine.contains("\"gpt\"") && !mine.contains("\"other\""), mine);
            var all = proxy.call(RawClient.get("/v1/models", token("app-2"))).body();
            assertTrue(all.contains("\"gpt\"") && all.contains("\"other\""), all);
        }
    }

    @Test
    void a_caller_whom_no_profile_fits_is_refused() throws Exception {
        try (var proxy = proxy(profile -> {})) {
            var stranger = ENTRA.token(
                    Instant.now(), claims -> claims.claim("azp", "app-2").claim("roles", List.of()));
            refused(403, "caller_not_allowed", proxy.call(RawClient.chat("gpt", "Authorization: Bearer " + stranger)));
        }
    }

    @Test
    void tokens_of_version_1_name_the_application_as_appid() throws Exception {
        try (var proxy = proxy(profile -> profile.putArray("models").add("gpt"))) {
            var old = ENTRA.token(Instant.now(), claims -> claims.claim("appid", "app-1"));
            refused(403, "model_not_allowed", proxy.call(RawClient.chat("other", "Authorization: Bearer " + old)));
        }
    }

    @Test
    void streams_need_the_profiles_permission() throws Exception {
        try (var proxy = proxy(profile -> profile.put("streaming", false))) {
            var stream = RawClient.post("/v1/chat/completions", "{\"model\":\"gpt\",\"stream\":true}", token("app-1"));
            refused(403, "streaming_not_allowed", proxy.call(stream));
            assertEquals(200, proxy.call(RawClient.chat("gpt", token("app-1"))).status());
        }
    }

    @Test
    void a_caller_over_its_own_limit_is_told_so_and_when_to_come_back() throws Exception {
        try (var proxy = proxy(profile -> profile.put("requestsPerMinute", 1))) {
            assertEquals(200, proxy.call(RawClient.chat("gpt", token("app-1"))).status());
            var answer = proxy.call(RawClient.chat("gpt", token("app-1")));
            refused(429, "caller_request_limit", answer);
            assertEquals("60", answer.field("retry-after"));
            assertEquals("true", answer.field("x-should-retry"));
            assertEquals(200, proxy.call(RawClient.chat("gpt", token("app-2"))).status());
        }
    }

    private static final String HALF_A_BODY = "{\"model\":\"gpt\"";

    /** The head, and a body of so many bytes that has only begun. */
    private static String begun(String application, int bytes) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: sluice\r\nContent-Type: application/json\r\n"
                + token(application) + "\r\nContent-Length: " + bytes + "\r\n\r\n" + HALF_A_BODY;
    }

    private static void awaitRequests(ProxyUnderTest proxy, int count) {
        Await.until(() -> {
            try {
                return proxy.status().path("requestsInFlight").asInt() == count;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void a_body_that_comes_slowly_takes_its_callers_place_and_no_others() throws Exception {
        try (var proxy = proxy(profile -> profile.put("concurrency", 1));
                var slow = proxy.client();
                var more = proxy.client()) {
            // From then on the keys are known, and so is a caller as soon as its head is there.
            assertEquals(200, proxy.call(RawClient.chat("gpt", token("app-2"))).status());
            slow.send(begun("app-1", HALF_A_BODY.length() + 2));
            awaitRequests(proxy, 1);
            refused(429, "caller_concurrency_limit", more.call(begun("app-1", 2_000_000)));
            assertTrue(more.closed(), "nobody reads the rest of it");
            assertEquals(200, proxy.call(RawClient.chat("gpt", token("app-2"))).status());
            assertEquals(200, slow.call("} ").status());
            assertEquals(200, proxy.call(RawClient.chat("gpt", token("app-1"))).status());
        }
    }

    @Test
    void a_request_that_ends_before_its_body_gives_its_place_back_and_does_not_count() throws Exception {
        try (var proxy = proxy(profile -> profile.put("concurrency", 1).put("requestsPerMinute", 1))) {
            try (var leaver = proxy.client()) {
                leaver.send(begun("app-1", 2_000_000));
                awaitRequests(proxy, 1);
            }
            awaitRequests(proxy, 0);
            refused(404, "model_not_found", proxy.call(RawClient.chat("unknown", token("app-1"))));
            assertEquals(200, proxy.call(RawClient.chat("gpt", token("app-1"))).status());
            refused(429, "caller_request_limit", proxy.call(RawClient.chat("gpt", token("app-1"))));
        }
    }

    @Test
    void a_caller_over_its_limit_keeps_its_connection() throws Exception {
        try (var proxy = proxy(profile -> profile.put("requestsPerMinute", 1));
                var client = proxy.client()) {
            assertEquals(200, client.call(RawClient.chat("gpt", token("app-1"))).status());
            refused(429, "caller_request_limit", client.call(RawClient.chat("gpt", token("app-1"))));
            assertEquals(
                    200,
                    client.call(RawClient.get("/v1/models", token("app-1"))).status());
        }
    }

    @Test
    void tokens_count_as_estimated_until_they_are_known() throws Exception {
        try (var proxy = proxy(profile -> profile.put("tokensPerMinute", 600))) {
            var large =
                    RawClient.post("/v1/chat/completions", "{\"model\":\"gpt\",\"max_tokens\":100}", token("app-1"));
            assertEquals(200, proxy.call(large).status());
            refused(429, "caller_token_limit", proxy.call(large));
        }
    }

    @Test
    void tokens_count_as_used_once_the_answer_tells_them() throws Exception {
        var told = "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":%s,\"total_tokens\":1}}";
        upstream.on(
                "ok", exchange -> exchange.answer(200, "", told.formatted(exchange.number() == 1 ? "1" : "100000")));
        try (var proxy = proxy(profile -> profile.put("tokensPerMinute", 1200))) {
            var large =
                    RawClient.post("/v1/chat/completions", "{\"model\":\"gpt\",\"max_tokens\":150}", token("app-1"));
            assertEquals(200, proxy.call(large).status());
            assertEquals(200, proxy.call(large).status());
            refused(429, "caller_token_limit", proxy.call(large));
        }
    }

    @Test
    void the_largest_bound_on_an_answer_counts_as_large() throws Exception {
        try (var proxy = proxy(profile -> profile.put("tokensPerMinute", 600))) {
            var body = "{\"model\":\"gpt\",\"max_tokens\":" + Integer.MAX_VALUE + "}";
            var large = RawClient.post("/v1/chat/completions", body, token("app-1"));
            assertEquals(200, proxy.call(large).status());
            refused(429, "caller_token_limit", proxy.call(large));
        }
    }

    @Test
    void a_picture_costs_the_caller_what_a_picture_costs_and_not_its_size() throws Exception {
        try (var proxy = proxy(profile -> profile.put("tokensPerMinute", 6 * 2_000))) {
            var body = """
                {"model":"gpt","messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},
                {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}]}\
                """.formatted("A".repeat(400_000));
            var picture = RawClient.post("/v1/chat/completions", body, token("app-1"));
            assertEquals(200, proxy.call(picture).status());
            assertEquals(200, proxy.call(picture).status());
            refused(429, "caller_token_limit", proxy.call(picture));
        }
    }

    @Test
    void each_of_several_answers_counts() throws Exception {
        try (var proxy = proxy(profile -> profile.put("tokensPerMinute", 6 * 1_000))) {
            var body = "{\"model\":\"gpt\",\"max_tokens\":100,\"n\":%d}";
            var one = RawClient.post("/v1/chat/completions", body.formatted(1), token("app-1"));
            var eight = RawClient.post("/v1/chat/completions", body.formatted(8), token("app-1"));
            assertEquals(200, proxy.call(eight).status());
            assertEquals(200, proxy.call(one).status());
            refused(429, "caller_token_limit", proxy.call(eight));
        }
    }

    @Test
    void a_request_that_was_not_served_costs_the_caller_no_tokens() throws Exception {
        upstream.on("ok", exchange -> exchange.answer(500, "", "{}"));
        try (var proxy = proxy(profile -> profile.put("tokensPerMinute", 600))) {
            var large =
                    RawClient.post("/v1/chat/completions", "{\"model\":\"gpt\",\"max_tokens\":100}", token("app-1"));
            assertEquals(503, proxy.call(large).status());
            assertEquals(503, proxy.call(large).status());
        }
    }
}
