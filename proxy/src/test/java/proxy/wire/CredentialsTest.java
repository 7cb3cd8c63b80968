package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ManualClock;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** The gateway's own credential is refused by an account that takes one token only. */
class CredentialsTest {

    private static final String EMBEDDED =
            "{\"data\":[{\"index\":0,\"embedding\":[1,0]}],\"usage\":{\"prompt_tokens\":1}}";

    private final ManualClock clock = new ManualClock();
    /** What the platform hands out at the moment. */
    private final AtomicReference<String> handedOut = new AtomicReference<>("revoked");

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start()
                .on("a", exchange -> account(exchange, "{\"id\":\"resp_1\",\"object\":\"response\"}"))
                .on("b", exchange -> account(exchange, "{}"))
                .on("embeddings", exchange -> account(exchange, EMBEDDED))
                .on(
                        "msi",
                        exchange -> exchange.answer(
                                200,
                                "",
                                "{\"access_token\":\"" + handedOut.get() + "\",\"expires_on\":\"4102444800\"}"));
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private static void account(FakeUpstream.Exchange exchange, String answer) throws Exception {
        if (exchange.head().contains("\r\nauthorization: Bearer valid\r\n")) {
            exchange.answer(200, "", answer);
        } else {
            exchange.answer(401, "", "{}");
        }
    }

    private ProxyUnderTest proxy(Consumer<ProxyUnderTest.Setup> more) {
        var proxy = ProxyUnderTest.start(setup -> {
            setup.account(upstream.url("a")).clock(clock);
            setup.config().putObject("credential").put("managedIdentityClientId", "client-1");
            setup.variable("IDENTITY_ENDPOINT", upstream.url("msi/token"))
                    .variable("IDENTITY_HEADER", "platform-secret")
                    .variable("PROXY_RESPONSE_KEY", "a key of thirty-two characters, or more");
            more.accept(setup);
        });
        proxy.awaitEvent("identity_token_renewed");
        return proxy;
    }

    /** The token that the proxy has is not taken any more, and the platform has another one. */
    private void revoke() {
        clock.pass(Duration.ofMinutes(1));
        handedOut.set("valid");
    }

    private static void assertNoneEjected(ProxyUnderTest proxy) throws Exception {
        for (var deployment : proxy.status().path("deployments")) {
            assertEquals(0, deployment.path("ejectedMillis").asLong(), deployment.toString());
        }
    }

    @Test
    void a_revoked_token_is_renewed_and_the_request_sent_once_more_and_no_account_is_blamed() throws Exception {
        try (var proxy = proxy(setup -> setup.account(upstream.url("b")))) {
            revoke();
            var answer = proxy.call(RawClient.chat("gpt"));
            assertEquals(200, answer.status(), answer.body());
            assertEquals("2", answer.field("x-sluice-attempts"));
            assertNoneEjected(proxy);
            assertEquals(2, upstream.count("msi"));
        }
    }

    @Test
    void when_no_other_token_is_to_be_had_another_account_is_asked() throws Exception {
        try (var proxy = proxy(setup -> setup.account(upstream.url("b")))) {
            var answer = proxy.call(RawClient.chat("gpt"));
            assertEquals("upstream_unauthorized", answer.field("x-sluice-reason"));
            assertEquals("2", answer.field("x-sluice-attempts"));
            assertEquals(1, upstream.count("msi"));
        }
    }

    private static String stored(ProxyUnderTest proxy) throws Exception {
        var made = proxy.call(RawClient.post("/v1/responses", "{\"model\":\"gpt\",\"input\":\"hi\"}"));
        assertEquals(200, made.status(), made.body());
        return "/v1/responses/" + made.body().split("\"")[3];
    }

    @Test
    void a_stored_response_is_asked_for_once_more_with_a_renewed_token() throws Exception {
        handedOut.set("valid");
        try (var proxy = proxy(setup -> {})) {
            var path = stored(proxy);
            upstream.on("a", exchange -> exchange.answer(401, "", "{}"));
            var refused = proxy.call(RawClient.get(path));
            assertEquals("502 upstream_unauthorized", refused.status() + " " + refused.field("x-sluice-reason"));
            assertEquals("1", refused.field("x-sluice-attempts"), "no other token so soon");

            upstream.on("a", exchange -> {
                var newest = exchange.head().contains("Bearer newest\r\n");
                exchange.answer(newest ? 200 : 401, "", "{}");
            });
            revoke();
            handedOut.set("newest");
            var answer = proxy.call(RawClient.get(path));
            assertEquals(200, answer.status(), answer.body());
            assertEquals("2", answer.field("x-sluice-attempts"));
        }
    }

    @Test
    void a_stored_response_is_not_asked_for_for_ever() throws Exception {
        handedOut.set("valid");
        try (var proxy = proxy(setup -> {})) {
            var path = stored(proxy);
            upstream.on("a", exchange -> {
                clock.pass(Duration.ofMinutes(1));
                handedOut.set("token-" + exchange.number());
                exchange.answer(401, "", "{}");
            });
            var answer = proxy.call(RawClient.get(path));
            assertEquals("502 upstream_unauthorized", answer.status() + " " + answer.field("x-sluice-reason"));
            assertEquals("2", answer.field("x-sluice-attempts"));
        }
    }

    @Test
    void a_prompt_is_compared_with_topics_though_the_token_was_revoked() throws Exception {
        try (var proxy = proxy(setup -> {
            setup.account("e", upstream.url("embeddings"), "q", "embed");
            var screening = setup.config().putObject("screening");
            screening.putObject("rules").put("topics", "block");
            var topics =
                    screening.putObject("topics").put("deployment", "embed").put("timeoutMillis", 10_000);
            var topic = topics.putArray("list").addObject().put("name", "birds").put("similarityPercent", 80);
            topic.putArray("sentences").add("falcon");
        })) {
            revoke();
            var answer = proxy.call(RawClient.post(
                    "/v1/chat/completions",
                    "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
            assertTrue(answer.body().contains("(rule: topics)"), answer.body());
            assertNoneEjected(proxy);
            assertEquals(2, upstream.count("msi"));
        }
    }
}
