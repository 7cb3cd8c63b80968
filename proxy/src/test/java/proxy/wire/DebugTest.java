package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static proxy.testkit.FakeUpstream.answering;
import static proxy.testkit.FakeUpstream.busy;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import proxy.testkit.FakeEntra;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

class DebugTest {

    private static final FakeEntra ENTRA = new FakeEntra("key-1");
    private static final String DEVELOPER = token("developer");
    private static final String APP = token("app");

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start()
                .ok("ok")
                .on("busy", busy("retry-after: 20"))
                .on("broken", exchange -> exchange.answer(500, "", "{}"))
                .on("reset", FakeUpstream.Exchange::reset);
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private static String token(String application) {
        return "Authorization: Bearer " + ENTRA.token(Instant.now(), claims -> claims.claim("azp", application));
    }

    private ProxyUnderTest proxy(Consumer<ProxyUnderTest.Setup> change) {
        return ProxyUnderTest.start(setup -> {
            change.accept(setup);
            var profiles = ENTRA.callers(setup, upstream).putArray("profiles");
            var developers = profiles.addObject().put("name", "developers").put("debug", true);
            developers.putArray("clientIds").add("developer");
            developers.putArray("models").add("gpt");
            profiles.addObject().put("name", "apps").putArray("clientIds").add("app");
        });
    }

    private ProxyUnderTest proxy(String... behaviours) {
        return proxy(setup -> {
            for (var name : behaviours) {
                setup.account(name.toUpperCase(), upstream.url(name), "pool/" + name, "gpt")
                        .priority(setup.config().withArray("accounts").size());
            }
        });
    }

    /** What the answer says beyond what every caller hears. */
    private static Map<String, String> explained(RawClient.Answer answer) {
        return answer.fields().entrySet().stream()
                .filter(it -> it.getKey().matches("x-sluice-(?!attempts|reason).*"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    @Test
    void an_answer_names_its_account_and_what_was_tried_before() throws Exception {
        try (var proxy = proxy("busy", "reset", "ok")) {
            var answer = proxy.call(RawClient.chat("gpt", DEVELOPER));
            assertEquals(200, answer.status());
            assertEquals("3", answer.field("x-sluice-attempts"));
            assertEquals(
                    Map.of(
                            "x-sluice-profile", "developers",
                            "x-sluice-account", "OK",
                            "x-sluice-pool", "pool/ok",
                            "x-sluice-tried", "BUSY (pool/busy) throttled, RESET (pool/reset) upstream_reset"),
                    explained(answer));
        }
    }

    @Test
    void a_refusal_tells_what_every_account_said() throws Exception {
        try (var proxy = proxy("broken", "busy")) {
            var answer = proxy.call(RawClient.chat("gpt", DEVELOPER));
            assertEquals("throttled", answer.field("x-sluice-reason"));
            assertEquals("BROKEN (pool/broken) failed, BUSY (pool/busy) throttled", answer.field("x-sluice-tried"));
            assertEquals("BUSY", answer.field("x-sluice-account"));
        }
    }

    @Test
    void a_caller_hears_which_profile_refuses_it() throws Exception {
        try (var proxy = proxy(setup ->
                setup.account("A", upstream.url("ok"), "p", "gpt").account("B", upstream.url("ok"), "p", "other"))) {
            var answer = proxy.call(RawClient.chat("other", DEVELOPER));
            assertEquals("model_not_allowed", answer.field("x-sluice-reason"));
            assertEquals(Map.of("x-sluice-profile", "developers"), explained(answer));
        }
    }

    @Test
    void the_wait_for_quota_is_told() throws Exception {
        upstream.on("later", busy("retry-after: 2").then(answering("{}")));
        try (var proxy = proxy(setup ->
                setup.account("LATER", upstream.url("later"), "p", "gpt").limit("waitMillis", 10_000))) {
            assertEquals("", proxy.call(RawClient.chat("gpt", DEVELOPER)).field("x-sluice-waited-ms"));
            var answer = proxy.call(RawClient.chat("gpt", DEVELOPER));
            assertEquals(200, answer.status());
            var waited = Integer.parseInt(answer.field("x-sluice-waited-ms"));
            assertTrue(waited > 0 && waited <= 10_000, answer.fields()::toString);
            assertEquals("", answer.field("x-sluice-tried"));
        }
    }

    @Test
    void a_name_that_no_field_can_have_is_told_as_far_as_it_can() throws Exception {
        try (var proxy = proxy(setup -> setup.account("Köln\r\nx: y", upstream.url("ok"), "p", "gpt"))) {
            var answer = proxy.call(RawClient.chat("gpt", DEVELOPER));
            assertEquals("K?ln??x: y", answer.field("x-sluice-account"));
            assertEquals("", answer.field("x"));
        }
    }

    @Test
    void no_other_caller_hears_a_name() throws Exception {
        try (var proxy = proxy("busy", "ok")) {
            var answer = proxy.call(RawClient.chat("gpt", APP));
            assertEquals("2", answer.field("x-sluice-attempts"));
            assertEquals(Map.of(), explained(answer));
            assertEquals(Map.of(), explained(proxy.call(RawClient.chat("gpt"))));
        }
    }
}
