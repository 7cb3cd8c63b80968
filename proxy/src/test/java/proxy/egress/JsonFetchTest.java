package proxy.egress;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
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

    private Throwable failure(String behaviour, Duration limit) {
        var client = HttpClient.newHttpClient();
        try {
            var request = HttpRequest.newBuilder(URI.create(server.url(behaviour) + "/"));
            var answer = new JsonFetch(CompletableFuture.completedFuture(client), request, limit).get();
            return assertThrows(ExecutionException.class, () -> answer.get(10, TimeUnit.SECONDS))
                    .getCause();
        } finally {
            client.shutdownNow();
        }
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
    void what_is_not_json_is_not_quoted() {
        server.on("text", exchange -> exchange.answer(200, "", "secrettoken"));
        var failure = failure("text", Duration.ofSeconds(5)).toString();
        assertTrue(failure.contains("body: unreadable (expected: JSON)"), failure);
        assertFalse(failure.contains("secrettoken"), failure);
    }
}
