package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import proxy.http.Drain;
import proxy.testkit.Await;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

class DrainTest {

    private static final Duration OPEN = Duration.ofSeconds(5);

    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch finish = new CountDownLatch(1);
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start().ok("ok").on("stream", exchange -> {
            exchange.beginStream();
            exchange.chunk("data: 1\n\n");
            finish.await();
            exchange.chunk("data: [DONE]\n\n");
            exchange.endStream();
        });
    }

    @AfterEach
    void stop() throws Exception {
        finish.countDown();
        upstream.close();
    }

    /** Of the drain, which knows no other. */
    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private ProxyUnderTest proxy(Consumer<ProxyUnderTest.Setup> change) {
        return ProxyUnderTest.start(setup -> change.accept(setup.drain(new Drain(OPEN, nanos::get))));
    }

    private static CompletableFuture<Void> drain(ProxyUnderTest proxy) {
        return CompletableFuture.runAsync(() -> {
            try {
                proxy.proxy().drain();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void a_stream_is_finished_and_new_requests_are_served_but_not_kept() throws Exception {
        try (var proxy = proxy(setup -> setup.account("a", upstream.url("stream"), "p", "gpt")
                        .account("b", upstream.url("ok"), "q", "fast"));
                var streaming = proxy.client()) {
            streaming.send(RawClient.chat("gpt")).readUntil("data: 1\n\n");

            var drained = drain(proxy);
            Await.until(() -> ready(proxy) == 503);
            pass(OPEN.plus(OPEN));
            var late = proxy.call(RawClient.chat("fast"));
            assertEquals(200, late.status());
            assertEquals("close", late.field("connection"));
            assertEquals(503, proxy.call(RawClient.get("/ready")).status());
            assertEquals(200, proxy.call(RawClient.get("/live")).status());

            finish.countDown();
            Await.until(() -> inFlight(proxy) == 0);
            pass(OPEN);
            assertTrue(streaming.readToEnd().endsWith("data: [DONE]\n\n\r\n0\r\n\r\n"));
            drained.get(10, TimeUnit.SECONDS);
            assertThrows(ConnectException.class, proxy::client);
        }
    }

    @Test
    void a_request_on_its_way_on_an_idle_connection_is_served_and_the_rest_close_at_the_end() throws Exception {
        try (var proxy = proxy(setup -> setup.account(upstream.url("ok")));
                var used = proxy.client();
                var unused = proxy.client()) {
            assertEquals(200, used.call(RawClient.get("/live")).status());
            assertEquals(200, unused.call(RawClient.get("/live")).status());

            var drained = drain(proxy);
            Await.until(() -> ready(proxy) == 503);
            var late = used.call(RawClient.chat("gpt"));
            assertEquals(200, late.status());
            assertEquals("close", late.field("connection"));
            assertTrue(used.closed());

            Await.until(() -> inFlight(proxy) == 0);
            pass(OPEN);
            assertTrue(unused.closed());
            drained.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_request_that_has_begun_to_arrive_when_nobody_else_asks_is_served() throws Exception {
        try (var proxy = proxy(setup -> setup.account(upstream.url("ok")));
                var client = proxy.client()) {
            var request = RawClient.chat("gpt");
            client.send(request.substring(0, 20));
            var drained = drain(proxy);
            Await.until(() -> ready(proxy) == 503);
            Await.until(() -> inFlight(proxy) == 0);
            pass(OPEN);
            Await.until(() -> refuses(proxy));
            var late = client.call(request.substring(20));
            assertEquals(200, late.status());
            assertEquals("close", late.field("connection"));
            drained.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_replica_that_nobody_has_asked_for_a_while_still_serves_those_who_have_not_heard_of_its_end()
            throws Exception {
        try (var proxy = proxy(setup -> setup.account(upstream.url("ok")))) {
            var drained = drain(proxy);
            Await.until(() -> ready(proxy) == 503);
            pass(OPEN.minusNanos(1));
            assertEquals(200, proxy.call(RawClient.chat("gpt")).status());
            assertFalse(drained.isDone());
            Await.until(() -> inFlight(proxy) == 0);
            pass(OPEN);
            drained.get(10, TimeUnit.SECONDS);
            assertThrows(ConnectException.class, proxy::client);
        }
    }

    @Test
    void a_stream_that_outlives_the_drain_ends_with_an_error_event() throws Exception {
        try (var proxy = proxy(setup -> setup.account(upstream.url("stream")).timeout("drainSeconds", 220));
                var client = proxy.client()) {
            client.send(RawClient.chat("gpt")).readUntil("data: 1\n\n");
            var drained = drain(proxy);
            Await.until(() -> ready(proxy) == 503);
            pass(Duration.ofSeconds(220));
            assertTrue(client.readToEnd().contains("\"code\":\"server_draining\""));
            drained.get(10, TimeUnit.SECONDS);
        }
    }

    private static int ready(ProxyUnderTest proxy) {
        try {
            return proxy.call(RawClient.get("/ready")).status();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void the_counters_return_to_zero() throws Exception {
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "ok");
                var client = proxy.client()) {
            for (var count = 0; count < 3; count++) {
                client.call(RawClient.chat("gpt"));
            }
            Await.until(() -> inFlight(proxy) == 0);
            assertEquals(3, proxy.status().path("upstreamRequests").asInt());
        }
    }

    private static boolean refuses(ProxyUnderTest proxy) {
        try (var client = proxy.client()) {
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int inFlight(ProxyUnderTest proxy) {
        try {
            return proxy.status().path("requestsInFlight").asInt();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
