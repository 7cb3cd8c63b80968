package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.testkit.FakeEntra;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** Fields in which a caller pretends to be somebody, brings a credential of its own, or tells the next hop what to do. */
class SpoofTest {

    private static final String CANARY = "canary-51f3";
    private static final FakeEntra ENTRA = new FakeEntra("key-1");

    /** Of the last request that reached the account. */
    private static final AtomicReference<String> HEAD = new AtomicReference<>();

    private static FakeUpstream upstream;
    private static ProxyUnderTest proxy;

    @BeforeAll
    static void start() throws Exception {
        upstream = FakeUpstream.start()
                .on("ok", exchange -> {
                    HEAD.set(exchange.head());
                    exchange.answer(200, "", "{}");
                })
                .on(
                        "msi",
                        exchange -> exchange.answer(
                                200, "", "{\"access_token\":\"our-token\",\"expires_on\":\"4102444800\"}"));
        proxy = ProxyUnderTest.start(setup -> {
            setup.account(upstream.url("ok"));
            setup.config().putObject("credential").put("managedIdentityClientId", "client-1");
            ENTRA.callers(setup, upstream);
            setup.variable("IDENTITY_ENDPOINT", upstream.url("msi/token"))
                    .variable("IDENTITY_HEADER", "platform-secret");
        });
        proxy.awaitEvent("identity_token_renewed");
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.close();
        upstream.close();
    }

    /** What a stranger is told who sends this field; no account hears of it. */
    private static RawClient.Answer refused(String field) throws Exception {
        var before = upstream.count("ok");
        var answer = proxy.call(RawClient.chat("gpt", field));
        assertEquals(before, upstream.count("ok"), field);
        return answer;
    }

    private static String bearer() {
        return "Authorization: Bearer " + ENTRA.token(Instant.now(), claims -> {});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-MS-CLIENT-PRINCIPAL",
                "x-ms-client-principal",
                "X-Ms-Client-Principal",
                "X_MS_CLIENT_PRINCIPAL",
                "X-MS_CLIENT-PRINCIPAL",
                "X-MS-CLIENT-PRINCIPAL-ID",
                "X-MS-CLIENT-PRINCIPAL-NAME",
                "X-MS-CLIENT-PRINCIPAL-IDP",
                "X-MS-TOKEN-AAD-ACCESS-TOKEN",
                "X-MS-TOKEN-AAD-ID-TOKEN",
                "X_MS_TOKEN_AAD_ACCESS_TOKEN",
                "X-Forwarded-User",
                "X-Forwarded-Email",
                "X-Forwarded-Access-Token",
                "X-Auth-Request-User",
                "Remote-User",
                "REMOTE_USER",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "Forwarded",
                "X-Real-IP",
                "True-Client-IP",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-HTTP-Method-Override",
                "X-Method-Override",
                "X-Original-Host",
                "Ocp-Apim-Subscription-Key",
                "ocp_apim_subscription_key",
                "api_key",
                "X-Api-Key",
                "apikey",
                "Cookie",
                "Cookie2",
                "Proxy-Authorization",
                "Proxy-Connection",
                "Proxy-Authenticate",
                "X-IDENTITY-HEADER",
                "Secret",
                "Metadata",
                "OpenAI-Organization",
                "OpenAI-Project",
                "Authorization2",
                "X-Authorization",
                "Authorization_",
                "TE",
                "Trailer",
                "Upgrade",
                "Keep-Alive",
                "Via",
                "Max-Forwards",
                "X-Request-Id",
                "traceparent",
                "User-Agent",
                "Origin",
                "Referer",
                "x-ms-client-request-id",
                "extra-parameters",
                "X-Sluice-Reason",
                "Range",
                "If-None-Match",
                "Accept-Encoding"
            })
    void a_field_that_is_not_on_the_list_makes_nobody_anybody_and_reaches_no_account(String name) throws Exception {
        var stranger = refused(name + ": " + CANARY);
        assertEquals(401, stranger.status());
        assertEquals("missing_token", stranger.field("x-sluice-reason"));
        assertEquals(
                200,
                proxy.call(RawClient.chat("gpt", bearer(), name + ": " + CANARY))
                        .status());
        assertFalse(HEAD.get().contains(CANARY), HEAD.get());
        assertFalse(proxy.log().contains(CANARY), "told to the log");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization : x",
                "Authorization\t: x",
                " Authorization: x",
                "Authorization\0: x",
                "Auth orization: x",
                "\u00c0uthorization: x",
                "Authorization:x\r\n y",
                "Authorization: x\ry",
                "Authorization: x\0",
                "Authorization: Basic x",
                "Authorization: Bearer",
                "Authorization: Bearerx",
                "Authorization: bearer,",
                "Authorization: Bearer x, Bearer y",
                "Authorization: Digest Bearer x",
                "api-key: ",
                "Api-Key: Bearer x",
                "X-Authorization: Bearer x",
                "Connection: authorization",
                "Connection: close, Authorization",
                "Connection: api-key"
            })
    void no_spelling_of_a_credential_is_taken_for_one(String field) throws Exception {
        var status = refused(field).status();
        assertTrue(status == 400 || status == 401, field + ": " + status);
    }
}
