package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.testkit.Await;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

class RelayTest {

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start();
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    @Test
    void the_body_goes_upstream_untouched_and_only_listed_fields_pass() throws Exception {
        upstream.on(
                "ok",
                exchange -> exchange.answer(
                        200,
                        "x-ratelimit-remaining-tokens: 7\r\napim-request-id: a1\r\nx-ms-region: East US\r\nset-cookie: a=b\r\n",
                        "{}"));
        var body = "{ \"model\" : \"gpt\", \"messages\":[{\"content\":\"\u00e9\"}], \"unknown\": 1.50 }";
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "ok")) {
            var answer = proxy.call(RawClient.post(
                    "/openai/v1/chat/completions",
                    body,
                    "api-key: secret-key",
                    "Cookie: a=b",
                    "X-MS-CLIENT-PRINCIPAL: root",
                    "X_MS_CLIENT_PRINCIPAL: root",
                    "X-Forwarded-For: 10.0.0.1",
                    "Accept: application/json"));

            var request = upstream.nextRequest();
            assertEquals(
                    """
                    POST /ok/openai/v1/chat/completions HTTP/1.1
                    host: 127.0.0.1:%d
                    content-type: application/json
                    accept: application/json
                    user-agent: sluice
                    x-ms-client-request-id: %s
                    content-length: %d

                    """.formatted(upstream.port(), answer.field("x-request-id"), request.body().length)
                            .replace("\n", "\r\n"),
                    request.head());
            assertEquals(body, new String(request.body(), StandardCharsets.UTF_8));
            assertEquals(
                    "[apim-request-id, content-length, content-type, x-ratelimit-remaining-tokens, x-request-id, x-sluice-attempts]",
                    answer.fields().keySet().toString());
        }
    }

    @Test
    void the_first_chunk_reaches_the_client_before_the_second_is_made() throws Exception {
        var firstRead = new CountDownLatch(1);
        upstream.on("stream", exchange -> {
            exchange.beginStream();
            exchange.chunk("data: 1\n\n");
            firstRead.await();
            exchange.chunk("data: [DONE]\n\n");
            exchange.endStream();
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "stream");
                var client = proxy.client()) {
            client.send(RawClient.chat("gpt")).readUntil("data: 1\n\n");
            firstRead.countDown();
            assertTrue(client.readUntil("0\r\n\r\n").contains("data: [DONE]"));
        }
    }

    @Test
    void a_client_that_leaves_closes_the_upstream_connection() throws Exception {
        var closed = new CountDownLatch(1);
        upstream.on("stream-then-stall", exchange -> {
            exchange.beginStream();
            exchange.chunk("data: 1\n\n");
            exchange.awaitClose();
            closed.countDown();
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "stream-then-stall")) {
            try (var client = proxy.client()) {
                client.send(RawClient.chat("gpt")).readUntil("data: 1\n\n");
            }
            assertTrue(closed.await(10, TimeUnit.SECONDS));
            assertTrue(proxy.awaitEvent("\"event\":\"request\"").contains("\"reason\":\"client_closed\""));
        }
    }

    @Test
    void a_client_that_leaves_before_the_answer_closes_the_upstream_connection() throws Exception {
        var closed = new CountDownLatch(1);
        upstream.on("silent", exchange -> {
            exchange.awaitClose();
            closed.countDown();
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "silent")) {
            try (var client = proxy.client()) {
                client.send(RawClient.chat("gpt"));
                upstream.nextRequest();
            }
            assertTrue(closed.await(10, TimeUnit.SECONDS));
        }
    }

    /** On the wire it looks like one that has left, until something is sent to it: an account would go on working for nobody. */
    @Test
    void a_client_that_half_closes_after_its_request_has_left() throws Exception {
        var closed = new CountDownLatch(1);
        upstream.on("silent", exchange -> {
            exchange.awaitClose();
            closed.countDown();
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "silent");
                var client = proxy.client()) {
            client.send(RawClient.chat("gpt"));
            upstream.nextRequest();
            client.finish();
            assertTrue(closed.await(10, TimeUnit.SECONDS));
            assertEquals("", client.readToEnd());
            assertTrue(proxy.awaitEvent("\"event\":\"request\"").contains("\"reason\":\"client_closed\""));
        }
    }

    @Test
    void a_client_that_leaves_while_its_answer_is_held_back_closes_the_upstream_connection() throws Exception {
        var held = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        upstream.on("preamble-then-stall", exchange -> {
            exchange.beginStream();
            exchange.chunk(": held\n\n");
            held.countDown();
            exchange.awaitClose();
            closed.countDown();
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "preamble-then-stall")) {
            try (var client = proxy.client()) {
                client.send(RawClient.chat("gpt"));
                assertTrue(held.await(10, TimeUnit.SECONDS));
            }
            assertTrue(closed.await(10, TimeUnit.SECONDS));
            assertTrue(proxy.awaitEvent("client_closed").contains("\"usage\":\"unknown\""));
        }
    }

    @Test
    void a_client_that_leaves_with_its_answer_unread_closes_the_upstream_connection() throws Exception {
        var sent = new AtomicLong();
        var closed = new CountDownLatch(1);
        upstream.on("flood", exchange -> {
            exchange.beginStream();
            try {
                while (true) {
                    exchange.chunk("data: " + "x".repeat(8186) + "\n\n");
                    sent.incrementAndGet();
                }
            } finally {
                closed.countDown();
            }
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "flood")) {
            try (var client = new RawClient(proxy.port(), 4 * 1024)) {
                client.send(RawClient.chat("gpt")).readUntil("\n\n");
                awaitStandstill(sent);
            }
            assertTrue(closed.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void an_account_that_takes_a_large_request_slowly_holds_nobody_else_up() throws Exception {
        var takes = new CountDownLatch(1);
        upstream.ok("ok");
        var slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        slow.setReceiveBufferSize(4 * 1024);
        var account = Thread.ofVirtual().start(() -> serveSlowly(slow, takes));
        var body = "{\"model\":\"slow\",\"x\":\"" + "x".repeat(2_000_000) + "\"}";
        try (slow;
                var proxy = ProxyUnderTest.start(
                        setup -> setup.account("a", "http://127.0.0.1:" + slow.getLocalPort(), "p", "slow")
                                .account("b", upstream.url("ok"), "q", "gpt"));
                var large = proxy.client()) {
            large.send(RawClient.post("/v1/chat/completions", body));
            for (var count = 0; count < 3; count++) {
                assertEquals(200, proxy.call(RawClient.chat("gpt")).status());
            }
            takes.countDown();
            assertEquals("{\"read\":" + body.length() + "}", large.answer().body());
            account.join();
        }
    }

    /** Takes the head, then nothing until it is told to, then all. */
    private static void serveSlowly(ServerSocket listener, CountDownLatch takes) {
        try (var socket = listener.accept()) {
            var in = new BufferedInputStream(socket.getInputStream(), 1);
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            var length = Integer.parseInt(
                    head.toString().split("content-length: ")[1].split("\r")[0]);
            takes.await();
            var answer = "{\"read\":" + in.readNBytes(length).length + "}";
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: " + answer.length() + "\r\n\r\n"
                                    + answer)
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_stream_that_breaks_ends_with_an_error_event_and_never_cleanly() throws Exception {
        upstream.on("stream-then-reset", exchange -> {
            exchange.beginStream();
            exchange.chunk("data: 1\n\ndata: {\"half");
            exchange.reset();
        });
        assertBrokenOff("stream-then-reset", "upstream_reset");
    }

    @Test
    void a_stream_that_ends_cleanly_without_done_is_an_error_for_the_client() throws Exception {
        upstream.on("stream-cut", exchange -> {
            exchange.beginStream();
            exchange.chunk("data: 1\n\n");
            exchange.endStream();
        });
        assertBrokenOff("stream-cut", "upstream_truncated");
    }

    @Test
    void a_stream_that_breaks_its_framing_is_an_error_for_the_client() throws Exception {
        upstream.on("bad-chunk", exchange -> {
            exchange.beginStream();
            exchange.chunk("data: 1\n\n");
            exchange.send("zz\r\n");
            exchange.awaitClose();
        });
        assertBrokenOff("bad-chunk", "upstream_bad_response");
    }

    private void assertBrokenOff(String behaviour, String reason) throws Exception {
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, behaviour);
                var client = proxy.client()) {
            client.send(RawClient.chat("gpt")).readUntil("data: 1\n\n");
            var rest = client.readToEnd();
            assertTrue(rest.contains("data: {\"error\":{\"code\":\"" + reason + "\""), rest);
            assertFalse(rest.contains("\r\n0\r\n"), rest);
        }
    }

    @Test
    void a_json_answer_that_breaks_is_cut_for_the_client_too() throws Exception {
        upstream.on("json-then-reset", exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"half\":");
            exchange.socket().close();
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "json-then-reset");
                var client = proxy.client()) {
            assertTrue(client.send(RawClient.chat("gpt")).readToEnd().endsWith("{\"half\":"));
        }
    }

    @Test
    void a_slow_client_slows_the_account_down_and_buffers_stay_small() throws Exception {
        var sent = new AtomicLong();
        var chunk = "data: " + "x".repeat(8186) + "\n\n";
        upstream.on("flood", exchange -> {
            exchange.beginStream();
            for (var index = 0; index < 4_000; index++) {
                exchange.chunk(chunk);
                sent.addAndGet(chunk.length());
            }
            exchange.chunk("data: [DONE]\n\n");
            exchange.endStream();
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "flood");
                var client = new RawClient(proxy.port(), 4 * 1024)) {
            client.send(RawClient.chat("gpt")).readUntil("\n\n");
            awaitStandstill(sent);
            assertTrue(sent.get() < 12_000_000, "sent " + sent.get() + " of 32 MB while nobody read");
            assertTrue(client.readToEndOfStream() > 32_000_000);
        }
    }

    private static void awaitStandstill(AtomicLong sent) {
        var last = new AtomicLong(-1);
        var still = new AtomicLong();
        Await.until(() -> {
            still.set(last.getAndSet(sent.get()) == sent.get() ? still.get() + 1 : 0);
            return still.get() > 40;
        });
    }

    @Test
    void connections_upstream_are_reused_after_whole_answers() throws Exception {
        upstream.ok("ok");
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "ok");
                var client = proxy.client()) {
            for (var count = 0; count < 5; count++) {
                assertEquals(200, client.call(RawClient.chat("gpt")).status());
            }
            assertEquals(1, upstream.connections());
        }
    }

    @Test
    void an_idle_connection_that_the_account_closed_is_replaced_without_the_client_noticing() throws Exception {
        upstream.on("closes-on-second", exchange -> {
            if (exchange.number() == 2) {
                exchange.reset();
            } else {
                exchange.answer(200, "", "{}");
            }
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "closes-on-second");
                var client = proxy.client()) {
            assertEquals(200, client.call(RawClient.chat("gpt")).status());
            var answer = client.call(RawClient.chat("gpt"));
            assertEquals(200, answer.status());
            assertEquals("2", answer.field("x-sluice-attempts"), "it was sent twice");
            assertEquals(3, upstream.count("closes-on-second"));
        }
    }

    @Test
    void the_last_sending_of_a_request_relies_on_no_kept_connection() throws Exception {
        upstream.ok("ok").on("busy", FakeUpstream.busy("retry-after-ms: 1"));
        try (var proxy = ProxyUnderTest.start(setup -> setup.account(upstream.url("busy"))
                        .priority(1)
                        .account(upstream.url("ok"))
                        .priority(2)
                        .limit("attempts", 2));
                var client = proxy.client()) {
            while (upstream.count("busy") < 2) {
                assertEquals(200, client.call(RawClient.chat("gpt")).status());
            }
            assertEquals(3, upstream.connections(), "one to the account that refused twice");
        }
    }

    private static final String[] THREE = {"a", "b", "c"};

    private int sent() {
        return Stream.of(THREE).mapToInt(upstream::count).sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void every_sending_is_told_and_none_is_made_beyond_those_of_the_settings(int attempts) throws Exception {
        var broken = new AtomicBoolean();
        for (var name : THREE) {
            upstream.on(name, exchange -> {
                if (broken.get()) {
                    exchange.reset();
                } else {
                    exchange.answer(200, "", "{}");
                }
            });
        }
        try (var proxy = ProxyUnderTest.start(setup -> {
                    for (var name : THREE) {
                        setup.account(upstream.url(name));
                    }
                    setup.limit("attempts", attempts);
                });
                var client = proxy.client()) {
            while (Stream.of(THREE).anyMatch(name -> upstream.count(name) == 0)) {
                assertEquals(200, client.call(RawClient.chat("gpt")).status());
            }
            broken.set(true);
            var before = sent();
            var answer = client.call(RawClient.chat("gpt"));
            assertEquals("502 upstream_reset", answer.status() + " " + answer.field("x-sluice-reason"));
            assertEquals(Integer.toString(attempts), answer.field("x-sluice-attempts"));
            assertEquals(attempts, sent() - before);
        }
    }
}
