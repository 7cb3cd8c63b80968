package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import proxy.testkit.Await;
import proxy.testkit.FakeEntra;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

class CallersTest {

    private final FakeEntra entra = new FakeEntra("key-1");
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start()
                .ok("ok")
                .on(
                        "msi",
                        exchange -> exchange.answer(
                                200, "", "{\"access_token\":\"our-token\",\"expires_on\":\"4102444800\"}"));
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private ProxyUnderTest proxy() {
        return ProxyUnderTest.start(setup -> {
            setup.account(upstream.url("ok"));
            secure(setup);
            setup.variable("IDENTITY_ENDPOINT", upstream.url("msi/token"))
                    .variable("IDENTITY_HEADER", "platform-secret");
        });
    }

    private void secure(ProxyUnderTest.Setup setup) {
        setup.config().putObject("credential").put("managedIdentityClientId", "client-1");
        entra.callers(setup, upstream);
    }

    private String token() {
        return entra.token(Instant.now(), claims -> {});
    }

    @Test
    void a_known_caller_is_served_with_the_credential_of_the_proxy() throws Exception {
        try (var proxy = proxy()) {
            proxy.awaitEvent("identity_token_renewed");
            var answer = proxy.call(RawClient.chat("gpt", "Authorization: Bearer " + token()));
            assertEquals(200, answer.status(), answer.body());
            var request = Await.value(() -> upstream.requestOf("ok"));
            assertTrue(request.head().contains("\r\nauthorization: Bearer our-token\r\n"));
            var identity = upstream.requestOf("msi");
            assertTrue(identity.path().endsWith("&api-version=2019-08-01&client_id=client-1"), identity.path());
            assertTrue(identity.head().contains("X-IDENTITY-HEADER: platform-secret\r\n"));
            assertTrue(proxy.awaitEvent("\"event\":\"request\"").contains("\"caller\":\"caller-1\""));
        }
    }

    @Test
    void azure_clients_may_send_the_token_as_api_key() throws Exception {
        try (var proxy = proxy()) {
            proxy.awaitEvent("identity_token_renewed");
            assertEquals(
                    200,
                    proxy.call(RawClient.chat("gpt", "api-key: " + token())).status());
        }
    }

    @Test
    void an_unknown_caller_learns_nothing() throws Exception {
        try (var proxy = proxy()) {
            for (var request :
                    new String[] {RawClient.chat("gpt"), RawClient.get("/v1/models"), RawClient.get("/nowhere")}) {
                var answer = proxy.call(request);
                assertEquals(401, answer.status());
                assertEquals("missing_token", answer.field("x-sluice-reason"));
                assertEquals("Bearer error=\"invalid_token\"", answer.field("www-authenticate"));
                assertEquals("", answer.field("x-should-retry"));
            }
            assertEquals(
                    "invalid_token",
                    proxy.call(RawClient.chat("gpt", "Authorization: Bearer x")).field("x-sluice-reason"));
            assertEquals(
                    "missing_token",
                    proxy.call(RawClient.chat("gpt", "Authorization: Basic eDp5"))
                            .field("x-sluice-reason"));
            assertEquals(
                    "missing_token",
                    proxy.call(RawClient.chat("gpt", "X-MS-CLIENT-PRINCIPAL: root"))
                            .field("x-sluice-reason"));
            assertEquals(0, upstream.count("ok"));
        }
    }

    @Test
    void an_unknown_caller_is_refused_before_the_body_is_sent() throws Exception {
        try (var proxy = proxy();
                var client = proxy.client()) {
            var head = RawClient.chat("gpt").split("\r\n\r\n")[0] + "\r\n\r\n";
            assertEquals(401, client.call(head).status());
            assertTrue(client.closed());
        }
    }

    @Test
    void probes_need_no_token_and_tell_nothing() throws Exception {
        try (var proxy = proxy()) {
            proxy.awaitEvent("identity_token_renewed");
            for (var path : new String[] {"/live", "/ready"}) {
                var answer = proxy.call(RawClient.get(path));
                assertEquals(200, answer.status());
                assertEquals("", answer.body());
            }
        }
    }

    @Test
    void without_a_credential_the_proxy_is_not_ready_and_refuses_at_once() throws Exception {
        upstream.on("msi", exchange -> exchange.answer(500, "", "{}"));
        try (var proxy = proxy()) {
            proxy.awaitEvent("identity_token_failed");
            assertEquals(503, proxy.call(RawClient.get("/ready")).status());
            var answer = proxy.call(RawClient.chat("gpt", "Authorization: Bearer " + token()));
            assertEquals("credentials_unavailable", answer.field("x-sluice-reason"));
            assertEquals("1000", answer.field("retry-after-ms"));
            assertEquals(0, upstream.count("ok"));
        }
    }

    @Test
    void an_account_that_refuses_our_credential_is_not_blamed_on_the_caller() throws Exception {
        upstream.on("ok", exchange -> exchange.answer(401, "www-authenticate: Bearer\r\n", "{}"));
        try (var proxy = proxy()) {
            proxy.awaitEvent("identity_token_renewed");
            var answer = proxy.call(RawClient.chat("gpt", "Authorization: Bearer " + token()));
            assertEquals(502, answer.status());
            assertEquals("upstream_unauthorized", answer.field("x-sluice-reason"));
        }
    }

    @Test
    void no_secret_and_no_prompt_reaches_the_log() throws Exception {
        var canary = "canary-7c1e";
        try (var proxy = proxy()) {
            proxy.awaitEvent("identity_token_renewed");
            var body =
                    "{\"model\":\"gpt\",\"user\":\"" + canary + "\",\"messages\":[{\"content\":\"" + canary + "\"}]}";
            proxy.call(RawClient.post(
                    "/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
                    body,
                    "Authorization: Bearer " + token()));
            proxy.call(RawClient.post("/" + canary + "?" + canary, body, "Authorization: Bearer " + canary));
            proxy.awaitEvent("invalid_token");
            for (var secret : new String[] {canary, "our-token", "platform-secret", token().substring(0, 20)}) {
                assertFalse(proxy.log().contains(secret), secret);
            }
        }
    }
}
