package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static proxy.testkit.FakeUpstream.answering;
import static proxy.testkit.FakeUpstream.busy;

import java.io.BufferedInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** No account works for a client that has left, whatever was being done for it. {@link RelayTest} has the phases of an answer. */
class LeaversTest {

    private static final String KEY = "a key of thirty-two characters, or more";

    private final CountDownLatch closed = new CountDownLatch(1);
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start().ok("ok").on("silent", this::keepsSilent);
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private void keepsSilent(FakeUpstream.Exchange exchange) throws Exception {
        exchange.awaitClose();
        closed.countDown();
    }

    private void assertClosed() throws InterruptedException {
        assertTrue(closed.await(10, TimeUnit.SECONDS), "the account goes on");
    }

    @Test
    void one_that_leaves_within_its_request_is_not_heard_of_by_any_account() throws Exception {
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "ok")) {
            try (var client = proxy.client()) {
                client.send(RawClient.chat("gpt").replace("]}", ""));
            }
            assertTrue(proxy.awaitEvent("\"event\":\"request\"").contains("client_closed"));
            assertEquals(0, upstream.count("ok"));
        }
    }

    @Test
    void one_that_leaves_while_it_waits_for_quota_is_not_sent_when_there_is_some() throws Exception {
        upstream.on("full", busy("retry-after-ms: 2000").then(answering("{}")));
        try (var proxy = ProxyUnderTest.start(
                        setup -> setup.account(upstream.url("full")).limit("waitMillis", 10_000));
                var patient = proxy.client()) {
            assertEquals(429, proxy.call(RawClient.chat("gpt")).status());
            try (var client = proxy.client()) {
                client.send(RawClient.chat("gpt"));
            }
            proxy.awaitEvent("client_closed");
            assertEquals(200, patient.call(RawClient.chat("gpt")).status());
            assertEquals(2, upstream.count("full"));
        }
    }

    @Test
    void a_request_that_the_account_has_not_taken_yet_never_reaches_it_whole() throws Exception {
        var left = new CountDownLatch(1);
        var length = 8_000_000;
        var body = "{\"model\":\"gpt\",\"x\":\"" + "x".repeat(length) + "\"}";
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setReceiveBufferSize(4 * 1024);
            var began = new CountDownLatch(1);
            var account = new Thread(() -> {
                try (var socket = listener.accept()) {
                    var in = new BufferedInputStream(socket.getInputStream(), 1);
                    in.read();
                    began.countDown();
                    left.await();
                    if (in.readAllBytes().length < length) {
                        closed.countDown();
                    }
                } catch (Exception e) {
                    // A reset is a close, too.
                    closed.countDown();
                }
            });
            account.start();
            try (var proxy = ProxyUnderTest.start(setup -> setup.account("http://127.0.0.1:" + listener.getLocalPort())
                    .limit("requestBodyBytes", 2 * length))) {
                try (var client = proxy.client()) {
                    client.send(RawClient.post("/v1/chat/completions", body));
                    assertTrue(began.await(10, TimeUnit.SECONDS));
                }
                proxy.awaitEvent("client_closed");
                left.countDown();
                assertClosed();
                account.join();
            }
        }
    }

    @Test
    void one_that_has_sent_more_than_is_kept_of_a_next_request_is_still_seen_to_leave() throws Exception {
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "silent")) {
            try (var client = proxy.client()) {
                client.send(RawClient.chat("gpt"));
                upstream.nextRequest();
                client.send(RawClient.post("/v1/chat/completions", "x".repeat(4_000_000)));
            }
            assertClosed();
        }
    }

    @Test
    void one_that_has_sent_more_than_is_kept_of_a_next_request_gets_its_answer_and_no_other() throws Exception {
        var sent = new CountDownLatch(1);
        upstream.on("waits", exchange -> {
            sent.await();
            exchange.answer(200, "", "{}");
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "waits");
                var client = proxy.client()) {
            client.send(RawClient.chat("gpt"));
            upstream.nextRequest();
            // More than all buffers on the way hold: once it is sent, the proxy has read enough of it.
            client.send(RawClient.post("/v1/chat/completions", "x".repeat(40_000_000)));
            sent.countDown();
            assertEquals(200, client.answer().status());
            assertEquals("", client.readToEnd());
            assertEquals(1, upstream.count("waits"));
        }
    }

    @Test
    void the_embedding_of_its_prompt_ends_with_it() throws Exception {
        upstream.on("embeddings", exchange -> {
            if (new String(exchange.body()).contains("sentence")) {
                exchange.answer(200, "", "{\"data\":[{\"index\":0,\"embedding\":[1,0]}]}");
            } else {
                keepsSilent(exchange);
            }
        });
        try (var proxy = ProxyUnderTest.start(setup -> {
            setup.account("a", upstream.url("ok"), "p", "gpt").account("b", upstream.url("embeddings"), "q", "embed");
            var screening = setup.config().putObject("screening");
            screening.putObject("rules").put("topics", "block");
            var topics =
                    screening.putObject("topics").put("deployment", "embed").put("timeoutMillis", 30_000);
            topics.putArray("list")
                    .addObject()
                    .put("name", "weapons")
                    .put("similarityPercent", 80)
                    .putArray("sentences")
                    .add("sentence");
        })) {
            try (var client = proxy.client()) {
                client.send(RawClient.post(
                        "/v1/chat/completions",
                        "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"prompt\"}]}"));
                upstream.nextRequest();
                upstream.nextRequest();
            }
            assertClosed();
            proxy.awaitEvent("client_closed");
            assertEquals(0, upstream.count("ok"));
        }
    }

    @Test
    void the_question_about_a_stored_response_ends_with_it() throws Exception {
        upstream.on(
                "keeper",
                answering("{\"id\":\"resp_1\",\"object\":\"response\"}").then(this::keepsSilent));
        try (var proxy = ProxyUnderTest.start(
                setup -> setup.variable("PROXY_RESPONSE_KEY", KEY).account(upstream.url("keeper")))) {
            var stored = proxy.call(RawClient.post("/v1/responses", "{\"model\":\"gpt\",\"input\":\"hi\"}"));
            var id = Pattern.compile("resp_[^\"]+").matcher(stored.body());
            assertTrue(id.find(), stored.body());
            upstream.nextRequest();
            try (var client = proxy.client()) {
                client.send(RawClient.get("/v1/responses/" + id.group()));
                upstream.nextRequest();
            }
            assertClosed();
        }
    }

    /** The second account is asked while the first one still sends: nothing of that is worth waiting for. */
    @Test
    void the_rest_of_a_refusal_is_not_waited_for() throws Exception {
        upstream.on("half", exchange -> {
            exchange.send("HTTP/1.1 503 x\r\ncontent-length: 1000\r\n\r\n{");
            keepsSilent(exchange);
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "half")) {
            assertEquals(503, proxy.call(RawClient.chat("gpt")).status());
            assertTrue(closed.await(4, TimeUnit.SECONDS), "the account goes on");
        }
    }
}
