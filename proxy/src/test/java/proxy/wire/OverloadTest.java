package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import proxy.testkit.Await;
import proxy.testkit.FakeEntra;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

class OverloadTest {

    private static final String LARGE = "{\"model\":\"gpt\",\"x\":\"" + "x".repeat(600_000) + "\"}";

    private final CountDownLatch answer = new CountDownLatch(1);
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start().ok("ok").on("waits", exchange -> {
            answer.await();
            exchange.answer(200, "", "{}");
        });
    }

    @AfterEach
    void stop() throws Exception {
        answer.countDown();
        upstream.close();
    }

    private ProxyUnderTest proxy(String behaviour, String limit, int value) {
        return ProxyUnderTest.start(
                setup -> setup.account(upstream.url(behaviour)).limit(limit, value));
    }

    private static void overloaded(RawClient.Answer refused) {
        assertEquals(503, refused.status());
        assertEquals("overloaded", refused.field("x-sluice-reason"));
        assertEquals("true", refused.field("x-should-retry"));
        assertEquals("1", refused.field("retry-after"));
        assertEquals("close", refused.field("connection"));
    }

    @Test
    void bodies_beyond_the_memory_budget_are_refused_until_others_are_done() throws Exception {
        try (var proxy = proxy("waits", "memoryBudgetMiB", 1);
                var first = proxy.client()) {
            first.send(RawClient.post("/v1/chat/completions", LARGE));
            upstream.nextRequest();
            overloaded(proxy.call(RawClient.post("/v1/chat/completions", LARGE)));
            answer.countDown();
            assertEquals(200, first.answer().status());
            assertEquals(
                    200,
                    proxy.call(RawClient.post("/v1/chat/completions", LARGE)).status());
        }
    }

    @Test
    void a_body_whose_length_nobody_told_is_refused_where_the_budget_ends() throws Exception {
        try (var proxy = proxy("ok", "memoryBudgetMiB", 1);
                var client = proxy.client()) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: sluice\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(1_500_000) + "\r\n"
                    + "x".repeat(1_100_000));
            overloaded(client.answer());
        }
    }

    @Test
    void connections_beyond_the_limit_are_told_so_and_others_stay() throws Exception {
        try (var proxy = proxy("ok", "connections", 1)) {
            try (var first = proxy.client()) {
                assertEquals(200, first.call(RawClient.chat("gpt")).status());
                try (var second = proxy.client()) {
                    overloaded(second.answer());
                    assertTrue(second.closed());
                }
                assertEquals(200, first.call(RawClient.chat("gpt")).status());
            }
            Await.until(() -> served(proxy));
        }
    }

    private static boolean served(ProxyUnderTest proxy) {
        try {
            return proxy.call(RawClient.chat("gpt")).status() == 200;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Each of these clients takes nothing of an answer without end. */
    @Test
    void what_waits_for_slow_clients_leaves_no_room_for_new_requests_but_for_probes() throws Exception {
        var event = "data: " + "x".repeat(30_000) + "\n\n";
        upstream.on("flood", exchange -> {
            exchange.beginStream();
            while (true) {
                exchange.chunk(event);
            }
        });
        try (var proxy = proxy("flood", "memoryBudgetMiB", 1)) {
            var slow = new ArrayList<RawClient>();
            try {
                for (var count = 0; count < 40; count++) {
                    slow.add(new RawClient(proxy.port(), 4 * 1024));
                    slow.getLast().send(RawClient.post("/v1/chat/completions", "{\"model\":\"gpt\",\"stream\":true}"));
                }
                Await.until(() -> usedBytes(proxy) > 1024 * 1024);
                try (var late = proxy.client()) {
                    var refused = late.call(RawClient.chat("gpt"));
                    assertEquals("503 overloaded", refused.status() + " " + refused.field("x-sluice-reason"));
                }
                assertEquals(200, proxy.call(RawClient.get("/live")).status());
                assertTrue(
                        proxy.log()
                                .lines()
                                .noneMatch(line -> line.contains("overloaded") && line.contains("\"status\":200")),
                        "an answer was broken off");
            } finally {
                for (var client : slow) {
                    client.close();
                }
            }
            Await.until(() -> usedBytes(proxy) == 0);
        }
    }

    /** It was kept until it had been looked at; from then on it waits for a client that takes nothing, and no account is behind it. */
    @Test
    void a_whole_answer_that_waits_for_a_slow_client_is_still_kept() throws Exception {
        var length = 6 * 1024 * 1024;
        var body = "{\"choices\":[{\"message\":{\"content\":\"" + "x".repeat(length) + "\"}}]}";
        upstream.on("large", exchange -> exchange.answer(200, "", body));
        try (var proxy = ProxyUnderTest.start(setup -> {
            setup.account(upstream.url("large")).limit("memoryBudgetMiB", 16);
            var screening = setup.config().putObject("screening");
            screening.putArray("words").add("falcon");
            screening.putObject("rules").put("answers", "block");
        })) {
            for (var more : new String[] {"Connection: close", "Connection: keep-alive"}) {
                try (var slow = new RawClient(proxy.port(), 4 * 1024)) {
                    slow.send(RawClient.chat("gpt", more)).readUntil("\r\n\r\n");
                    proxy.awaitEvent("\"event\":\"request\"");
                    assertTrue(usedBytes(proxy) > length / 2, "kept: " + usedBytes(proxy));
                }
                Await.until(() -> usedBytes(proxy) == 0);
            }
        }
    }

    @Test
    void the_slow_bodies_of_one_caller_leave_half_of_the_memory_to_others() throws Exception {
        var entra = new FakeEntra("key-1");
        upstream.on("jwks", exchange -> exchange.answer(200, "", entra.jwks()));
        try (var proxy = ProxyUnderTest.start(setup -> {
            setup.account(upstream.url("ok")).limit("memoryBudgetMiB", 4);
            setup.config()
                    .putObject("callers")
                    .put("tenantId", FakeEntra.TENANT)
                    .put("audience", FakeEntra.AUDIENCE)
                    .put("jwksUri", upstream.url("jwks"));
        })) {
            var polite = bearer(entra, "polite");
            var greedy = bearer(entra, "greedy");
            assertEquals(200, proxy.call(RawClient.chat("gpt", polite)).status());
            try (var first = proxy.client();
                    var second = proxy.client()) {
                var slow = RawClient.post("/v1/chat/completions", LARGE, greedy);
                for (var client : List.of(first, second)) {
                    client.send(slow.substring(0, slow.length() - 1));
                }
                Await.until(() -> usedBytes(proxy) > 1_000_000);
                var large = "{\"model\":\"gpt\",\"x\":\"" + "x".repeat(1_500_000) + "\"}";
                try (var third = proxy.client()) {
                    overloaded(third.call(RawClient.post("/v1/chat/completions", large, greedy)));
                }
                var served = proxy.call(RawClient.post("/v1/chat/completions", large, polite));
                assertEquals(200, served.status(), served.body());
            }
        }
    }

    private static String bearer(FakeEntra entra, String application) {
        return "Authorization: Bearer " + entra.token(Instant.now(), claims -> claims.claim("azp", application));
    }

    private static long usedBytes(ProxyUnderTest proxy) {
        try {
            return proxy.status().path("memory").path("usedBytes").asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
