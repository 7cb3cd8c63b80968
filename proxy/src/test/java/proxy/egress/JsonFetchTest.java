package proxy.egress;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import proxy.testkit.FakeUpstream;

class JsonFetchTest {

    private FakeUpstream server;

    @BeforeEach
    void start() throws Exception {
        server = FakeUpstream.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void later(Runnable task, Duration delay) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(task);
    }

    private Throwable failure(String behaviour, Duration limit) {
        var request = new JsonFetch.Request(URI.create(server.url(behaviour) + "/"), Map.of());
        var answer =
                new JsonFetch(CompletableFuture.completedFuture(Egress.local()), request, this::later, limit).get();
        return assertThrows(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS))
                .getCause();
    }

    @Test
    void an_answer_that_stalls_after_its_head_is_given_up_and_its_connection_closed() throws Exception {
        var closed = new CountDownLatch(1);
        server.on("stall", exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{");
            exchange.awaitClose();
            closed.countDown();
        });
        assertInstanceOf(TimeoutException.class, failure("stall", Duration.ofMillis(200)));
        assertTrue(closed.await(10, TimeUnit.SECONDS));
    }

    @Test
    void an_answer_without_a_head_is_given_up() {
        server.on("mute", exchange -> exchange.awaitClose());
        assertInstanceOf(TimeoutException.class, failure("mute", Duration.ofMillis(200)));
    }

    @Test
    void the_thread_of_the_timers_does_nothing_for_an_answer_that_is_given_up() throws Exception {
        server.on("mute", exchange -> exchange.awaitClose());
        var overdue = new CompletableFuture<Runnable>();
        var request = new JsonFetch.Request(URI.create(server.url("mute") + "/"), Map.of());
        var thread = new JsonFetch(
                        CompletableFuture.completedFuture(Egress.local()),
                        request,
                        (task, limit) -> overdue.complete(task))
                .get()
                .handle((answer, failure) -> Thread.currentThread());
        overdue.get(10, TimeUnit.SECONDS).run();
        assertNotSame(Thread.currentThread(), thread.get(10, TimeUnit.SECONDS));
    }

    @Test
    void a_document_that_is_too_long_is_not_read() {
        server.on("long", exchange -> exchange.answer(200, "", " ".repeat(256 * 1024) + "{}"));
        var failure = failure("long", Duration.ofSeconds(5)).toString();
        assertTrue(failure.contains("body: over 262144 bytes"), failure);
    }

    @Test
    void a_redirect_is_not_followed() {
        server.on("moved", exchange -> exchange.answer(302, "location: " + server.url("text") + "/\r\n", ""));
        var failure = failure("moved", Duration.ofSeconds(5)).toString();
        assertTrue(failure.contains("status: 302 (expected: 200)"), failure);
    }

    @Test
    void what_is_not_json_is_not_quoted() {
        server.on("text", exchange -> exchange.answer(200, "", "secrettoken"));
        var failure = failure("text", Duration.ofSeconds(5)).toString();
        assertTrue(failure.contains("body: unreadable (expected: JSON)"), failure);
        assertFalse(failure.contains("secrettoken"), failure);
    }

    @Test
    void a_field_that_cannot_be_sent_is_not_quoted() {
        var request = new JsonFetch.Request(URI.create(server.url("text") + "/"), Map.of("x-key", "secretkey\n"));
        var answer = new JsonFetch(CompletableFuture.completedFuture(Egress.local()), request, this::later).get();
        var failure = assertThrows(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS));
        assertTrue(
                failure.toString().contains("x-key: unusable (expected: a value without line breaks)"),
                failure::toString);
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertFalse(each.toString().contains("secretkey"), each.toString());
        }
    }
}
