package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

@Execution(ExecutionMode.CONCURRENT)
class DeadlineTest {

    private final CountDownLatch closed = new CountDownLatch(1);
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start().ok("ok").on("silent", FakeUpstream.Exchange::awaitClose);
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    @Test
    void a_head_that_is_not_complete_in_time_is_answered_with_408() throws Exception {
        try (var proxy = ProxyUnderTest.start(
                        setup -> setup.account(upstream.url("ok")).timeout("requestHeaderSeconds", 1));
                var client = proxy.client()) {
            var answer = client.call("GET /live HTTP/1.1\r\n");
            assertEquals(408, answer.status());
            assertTrue(client.closed());
        }
    }

    @Test
    void a_connection_that_says_nothing_is_closed_without_a_word() throws Exception {
        try (var proxy = ProxyUnderTest.start(
                        setup -> setup.account(upstream.url("ok")).timeout("requestHeaderSeconds", 1));
                var client = proxy.client()) {
            assertTrue(client.closed());
            assertEquals("", proxy.log());
        }
    }

    @Test
    void a_body_that_is_not_complete_in_time_is_answered_with_408() throws Exception {
        try (var proxy = ProxyUnderTest.start(
                        setup -> setup.account(upstream.url("ok")).timeout("requestBodySeconds", 1));
                var client = proxy.client()) {
            var request = RawClient.chat("gpt");
            assertEquals(
                    408, client.call(request.substring(0, request.length() - 1)).status());
        }
    }

    @Test
    void a_silent_account_is_cancelled_and_another_one_asked() throws Exception {
        upstream.on("hangs", exchange -> {
            exchange.awaitClose();
            closed.countDown();
        });
        try (var proxy = ProxyUnderTest.start(setup -> setup.account("a", upstream.url("hangs"), "one", "gpt")
                .account("b", upstream.url("ok"), "two", "gpt")
                .timeout("firstByteSeconds", 3))) {
            while (upstream.count("hangs") == 0) {
                assertEquals(200, proxy.call(RawClient.chat("gpt")).status());
            }
            assertTrue(closed.await(5, TimeUnit.SECONDS));
            assertEquals(1, upstream.count("hangs"));
        }
    }

    @Test
    void when_every_account_is_silent_the_client_is_told_not_to_try_again() throws Exception {
        try (var proxy = ProxyUnderTest.start(setup -> setup.account(upstream.url("silent"))
                .account(upstream.url("silent"))
                .timeout("firstByteSeconds", 1))) {
            var answer = proxy.call(RawClient.chat("gpt"));
            assertEquals(504, answer.status());
            assertEquals("upstream_timeout", answer.field("x-sluice-reason"));
            assertEquals("false", answer.field("x-should-retry"));
            assertEquals("2", answer.field("x-sluice-attempts"));
        }
    }

    @Test
    void a_kept_connection_that_breaks_late_is_not_tried_again() throws Exception {
        upstream.on("dies-at-work", exchange -> {
            if (exchange.number() == 2) {
                Thread.sleep(1_100);
                exchange.reset();
            }
            exchange.answer(200, "", "{}");
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "dies-at-work");
                var client = proxy.client()) {
            assertEquals(200, client.call(RawClient.chat("gpt")).status());
            assertEquals("upstream_reset", client.call(RawClient.chat("gpt")).field("x-sluice-reason"));
            assertEquals(2, upstream.count("dies-at-work"));
        }
    }

    @Test
    void a_stream_that_falls_silent_is_broken_off() throws Exception {
        upstream.on("stream-then-stall", exchange -> {
            exchange.beginStream();
            exchange.chunk("data: 1\n\n");
            exchange.awaitClose();
        });
        try (var proxy = ProxyUnderTest.start(setup ->
                        setup.account(upstream.url("stream-then-stall")).timeout("idleSeconds", 1));
                var client = proxy.client()) {
            client.send(RawClient.chat("gpt")).readUntil("data: 1\n\n");
            assertTrue(client.readToEnd().contains("upstream_timeout"));
        }
    }

    @Test
    void an_answer_that_never_ends_is_broken_off_at_the_total_limit() throws Exception {
        upstream.on("endless", exchange -> {
            exchange.beginStream();
            while (true) {
                exchange.chunk("data: 1\n\n");
                Thread.sleep(50);
            }
        });
        try (var proxy = ProxyUnderTest.start(
                        setup -> setup.account(upstream.url("endless")).timeout("totalSeconds", 3));
                var client = proxy.client()) {
            client.send(RawClient.chat("gpt")).readUntil("data: 1\n\n");
            assertTrue(client.readToEnd().contains("upstream_timeout"));
        }
    }
}
