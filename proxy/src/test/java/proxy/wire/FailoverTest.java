package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static proxy.testkit.FakeUpstream.busy;

import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

class FailoverTest {

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start()
                .ok("ok")
                .on("429", busy("retry-after-ms: 7000", "retry-after: 9"))
                .on("429-later", busy("retry-after: 86400"));
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 502, 503, 507, 599})
    void a_failing_account_is_left_for_another_one(int status) throws Exception {
        upstream.on("failing", exchange -> exchange.answer(status, "", "{}"));
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "failing", "ok")) {
            while (upstream.count("failing") == 0) {
                assertEquals(
                        "{\"from\":\"ok\"}", proxy.call(RawClient.chat("gpt")).body());
            }
            var event = proxy.awaitEvent("attempt_failed");
            assertTrue(
                    event.contains("\"account\":\"account-0\",\"failure\":\"status\",\"cause\":\"" + status + "\""),
                    event);
            for (var count = 0; count < 4; count++) {
                assertEquals(
                        "{\"from\":\"ok\"}", proxy.call(RawClient.chat("gpt")).body());
            }
            assertTrue(upstream.count("failing") <= 2);
        }
    }

    @Test
    void an_account_that_refuses_connections_is_left_for_another_one() throws Exception {
        try (var proxy = ProxyUnderTest.start(
                setup -> setup.account("http://127.0.0.1:" + unusedPort()).account(upstream.url("ok")))) {
            for (var count = 0; count < 4; count++) {
                assertEquals(200, proxy.call(RawClient.chat("gpt")).status());
            }
            assertEquals(503, proxyWithoutAccount().status());
        }
    }

    private RawClient.Answer proxyWithoutAccount() throws Exception {
        try (var proxy = ProxyUnderTest.start(setup -> setup.account("http://127.0.0.1:" + unusedPort()))) {
            var answer = proxy.call(RawClient.chat("gpt"));
            assertEquals("no_backend", answer.field("x-sluice-reason"));
            assertEquals("true", answer.field("x-should-retry"));
            assertEquals(503, proxy.call(RawClient.get("/ready")).status());
            assertEquals(200, proxy.call(RawClient.get("/live")).status());
            return answer;
        }
    }

    @Test
    void a_throttled_pool_is_not_asked_again_and_neither_are_its_other_accounts() throws Exception {
        try (var proxy = ProxyUnderTest.start(setup -> setup.account("a", upstream.url("429"), "pool", "gpt")
                .account("b", upstream.url("429"), "pool", "gpt")
                .account("c", upstream.url("ok"), "other", "gpt"))) {
            while (upstream.count("429") == 0) {
                assertEquals(200, proxy.call(RawClient.chat("gpt")).status());
            }
            for (var count = 0; count < 6; count++) {
                assertEquals(200, proxy.call(RawClient.chat("gpt")).status());
            }
            assertEquals(1, upstream.count("429"));
        }
    }

    @Test
    void when_every_pool_is_parked_the_client_gets_the_smallest_wait() throws Exception {
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "429", "429-later")) {
            var answer = proxy.call(RawClient.chat("gpt"));
            assertEquals(429, answer.status());
            assertEquals("throttled", answer.field("x-sluice-reason"));
            assertEquals("2", answer.field("x-sluice-attempts"));
            assertEquals("true", answer.field("x-should-retry"));
            var wait = Long.parseLong(answer.field("retry-after-ms"));
            assertTrue(wait > 1_000 && wait <= 7_000, "wait " + wait);
            assertEquals((wait + 999) / 1000, Long.parseLong(answer.field("retry-after")));
            var streamed = RawClient.post("/openai/v1/chat/completions", "{\"model\":\"gpt\",\"stream\":true}");
            assertEquals("0", proxy.call(streamed).field("x-sluice-attempts"));
            assertTrue(proxy.awaitEvent("\"attempts\":0").contains("\"stream\":true"));
            assertEquals(200, proxy.call(RawClient.get("/ready")).status());
            assertTrue(proxy.status()
                            .path("deployments")
                            .get(1)
                            .path("parkedMillis")
                            .asLong()
                    > 50_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":{\"code\":\"InternalServerError\"}}", "{\"error\":{\"code\":\"429\"}}"})
    void an_error_under_a_good_status_is_left_for_another_account(String body) throws Exception {
        upstream.on("failing", exchange -> exchange.answer(200, "", body));
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "failing", "ok")) {
            while (upstream.count("failing") == 0) {
                assertEquals(
                        "{\"from\":\"ok\"}", proxy.call(RawClient.chat("gpt")).body());
            }
        }
        try (var alone = ProxyUnderTest.inFrontOf(upstream, "failing")) {
            assertTrue(alone.call(RawClient.chat("gpt")).status() >= 429);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{\"error\":", "{\"error\":{\"code\":\"content_filter\"}}", "{\"error\":null}"})
    void whatever_else_comes_under_a_good_status_is_the_answer(String body) throws Exception {
        upstream.on("odd", exchange -> exchange.answer(200, "", body));
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "odd")) {
            var answer = proxy.call(RawClient.chat("gpt"));
            assertEquals(200, answer.status());
            assertEquals(body, answer.body());
        }
    }

    @Test
    void an_account_that_wants_a_credential_where_none_is_shown_is_left_for_another_one_and_ejected() throws Exception {
        upstream.on("unauthorized", exchange -> exchange.answer(401, "", "{}"));
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "unauthorized", "ok")) {
            for (var count = 0; count < 8 || upstream.count("unauthorized") == 0; count++) {
                assertEquals(
                        "{\"from\":\"ok\"}", proxy.call(RawClient.chat("gpt")).body());
            }
            assertTrue(upstream.count("unauthorized") <= 2, "it is quick, and yet draws no load");
        }
    }

    @Test
    void when_every_account_wants_a_credential_the_caller_does_not_take_its_own_for_refused() throws Exception {
        upstream.on("unauthorized", exchange -> exchange.answer(401, "", "{}"));
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "unauthorized", "unauthorized")) {
            var answer = proxy.call(RawClient.chat("gpt"));
            assertEquals("502 upstream_unauthorized", answer.status() + " " + answer.field("x-sluice-reason"));
            assertEquals("2", answer.field("x-sluice-attempts"));
        }
    }

    @Test
    void no_more_than_the_allowed_attempts_are_made() throws Exception {
        upstream.on("500", exchange -> exchange.answer(500, "", "{}"));
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "500", "500", "500", "500")) {
            var answer = proxy.call(RawClient.chat("gpt"));
            assertEquals(503, answer.status());
            assertEquals("3", answer.field("x-sluice-attempts"));
            assertEquals(3, upstream.count("500"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 409, 422})
    void what_the_account_says_to_the_caller_is_passed_on(int status) throws Exception {
        upstream.on("refusal", exchange -> exchange.answer(status, "", "{\"error\":{\"code\":\"content_filter\"}}"));
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "refusal", "refusal")) {
            var answer = proxy.call(RawClient.chat("gpt"));
            assertEquals(status, answer.status());
            assertEquals("{\"error\":{\"code\":\"content_filter\"}}", answer.body());
            assertEquals(1, upstream.count("refusal"));
        }
    }

    /** The bodies that Azure answers with, at once, when a role, a private endpoint or a deployment is missing. */
    private static final Map<String, String> REFUSALS = Map.of(
            "PermissionDenied",
                    "403 {\"error\":{\"code\":\"PermissionDenied\",\"message\":\"The principal lacks the data action\"}}",
            "403",
                    "403 {\"error\":{\"code\":\"403\",\"message\":\"Public access is disabled. Please configure private endpoint.\"}}",
            "DeploymentNotFound", "404 {\"error\":{\"code\":\"DeploymentNotFound\",\"message\":\"does not exist\"}}");

    private void refusing(String word) {
        var parts = REFUSALS.get(word).split(" ", 2);
        upstream.on("refusing", exchange -> exchange.answer(Integer.parseInt(parts[0]), "", parts[1]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PermissionDenied", "403", "DeploymentNotFound"})
    void an_account_that_is_not_set_up_for_the_gateway_is_left_for_another_one_and_ejected(String word)
            throws Exception {
        refusing(word);
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "refusing", "ok")) {
            for (var count = 0; count < 8 || upstream.count("refusing") == 0; count++) {
                assertEquals(
                        "{\"from\":\"ok\"}", proxy.call(RawClient.chat("gpt")).body());
            }
            assertTrue(upstream.count("refusing") <= 2, "it is quick, and yet draws no load");
            var event = proxy.awaitEvent("attempt_failed");
            assertTrue(event.contains("\"failure\":\"refused\",\"cause\":\"" + word + "\""), event);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PermissionDenied", "403", "DeploymentNotFound"})
    void when_no_account_is_set_up_the_caller_does_not_take_the_fault_for_its_own(String word) throws Exception {
        refusing(word);
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "refusing", "refusing")) {
            var answer = proxy.call(RawClient.chat("gpt"));
            assertEquals(403, answer.status());
            assertEquals("upstream_refused", answer.field("x-sluice-reason"));
            assertEquals("2", answer.field("x-sluice-attempts"));
            assertFalse(answer.body().contains("principal"), answer.body());
        }
    }

    @Test
    void an_account_that_resets_before_its_answer_is_left_for_another_one() throws Exception {
        upstream.on("reset", FakeUpstream.Exchange::reset);
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "reset", "ok")) {
            while (upstream.count("reset") == 0) {
                assertEquals(200, proxy.call(RawClient.chat("gpt")).status());
            }
            assertTrue(proxy.awaitEvent("attempt_failed").contains("\"failure\":\"reset\""));
        }
    }

    @Test
    void when_every_account_resets_the_client_is_told_not_to_try_again() throws Exception {
        upstream.on("reset", FakeUpstream.Exchange::reset);
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "reset", "reset")) {
            var answer = proxy.call(RawClient.chat("gpt"));
            assertEquals(502, answer.status());
            assertEquals("upstream_reset", answer.field("x-sluice-reason"));
            assertEquals("false", answer.field("x-should-retry"));
            assertEquals(2, upstream.count("reset"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
                "HTTP/2.0 200 OK\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n",
                "HTTP/1.1 302 Found\r\nlocation: http://evil/\r\ncontent-length: 0\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void an_answer_that_cannot_be_trusted_becomes_a_502(String answer) throws Exception {
        upstream.on("odd", exchange -> exchange.send(answer));
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "odd")) {
            assertEquals(
                    "upstream_bad_response", proxy.call(RawClient.chat("gpt")).field("x-sluice-reason"));
        }
    }

    @Test
    void a_head_that_is_too_large_or_never_comes_becomes_a_502() throws Exception {
        upstream.on("large", exchange -> exchange.send("HTTP/1.1 200 OK\r\nx: " + "y".repeat(40 * 1024)))
                .on("many", exchange -> exchange.send("HTTP/1.1 200 OK\r\n" + "x: y\r\n".repeat(40 * 1024)))
                .on("interim", exchange -> exchange.send("HTTP/1.1 100 Continue\r\n\r\n".repeat(1000)));
        for (var odd : new String[] {"large", "many", "interim"}) {
            try (var proxy = ProxyUnderTest.inFrontOf(upstream, odd, odd)) {
                var answer = proxy.call(RawClient.chat("gpt"));
                assertEquals("upstream_bad_response", answer.field("x-sluice-reason"), odd);
                assertEquals(1, upstream.count(odd), "what was sent may have been served");
            }
        }
    }

    @Test
    void interim_answers_are_absorbed() throws Exception {
        upstream.on("interim", exchange -> {
            exchange.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n");
            exchange.answer(200, "", "{}");
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "interim");
                var client = proxy.client()) {
            assertEquals(200, client.call(RawClient.chat("gpt")).status());
            assertEquals(200, client.call(RawClient.chat("gpt")).status());
        }
    }

    private static int unusedPort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
