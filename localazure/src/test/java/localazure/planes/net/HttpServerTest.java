package localazure.planes.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
    private Listener listener;

    @AfterEach
    void close() {
        listener.close();
    }

    private void serve(Handler handler) throws IOException {
        listener = HttpServer.plain("test", 0, handler);
    }

    private static void echo(Exchange exchange) throws IOException {
        exchange.send(200, "text/plain", exchange.body().readAllBytes());
    }

    @Test
    void two_requests_share_a_connection() throws Exception {
        serve(HttpServerTest::echo);
        String answers = talk(
                "POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\none"
                        + "POST / HTTP/1.1\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n2\r\ntw\r\n1\r\no\r\n0\r\n\r\n");
        assertEquals(
                "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 3\r\n\r\none"
                        + "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 3\r\nconnection: close\r\n\r\ntwo",
                answers);
    }

    @Test
    void a_body_that_nobody_read_does_not_disturb_the_next_request() throws Exception {
        serve(exchange -> exchange.sendText(200, "text/plain", exchange.path()));
        String answers =
                talk("POST /a HTTP/1.1\r\ncontent-length: 3\r\n\r\nxyzGET /b HTTP/1.1\r\nconnection: close\r\n\r\n");
        assertTrue(answers.endsWith("/b"), answers);
    }

    @Test
    void a_client_that_waits_for_permission_gets_it() throws Exception {
        serve(HttpServerTest::echo);
        String answers =
                talk("POST / HTTP/1.1\r\nconnection: close\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\nhi");
        assertTrue(answers.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"), answers);
    }

    @Test
    void a_broken_handler_answers_500() throws Exception {
        serve(exchange -> {
            throw new IllegalStateException("broken on purpose");
        });
        assertTrue(talk("GET / HTTP/1.1\r\nconnection: close\r\n\r\n").startsWith("HTTP/1.1 500 "));
    }

    @Test
    void a_handler_that_breaks_inside_an_answer_ends_the_connection() throws Exception {
        serve(exchange -> {
            exchange.send(200, "text/plain", 10).write('x');
            throw new IllegalStateException("broken on purpose");
        });
        assertTrue(talk("GET / HTTP/1.1\r\n\r\n").endsWith("content-length: 10\r\n\r\nx"));
    }

    @Test
    void a_departed_client_ends_a_wait_early() throws Exception {
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        serve(exchange -> gone.complete(exchange.goneWithin(Duration.ofHours(1))));
        try (Socket socket = new Socket("127.0.0.1", listener.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertTrue(gone.get(30, TimeUnit.SECONDS));
    }

    @Test
    void a_client_that_stays_is_waited_for_the_whole_time() throws Exception {
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        serve(exchange -> gone.complete(exchange.goneWithin(Duration.ofMillis(30))));
        try (Socket socket = new Socket("127.0.0.1", listener.port())) {
            // A second request waits in line: its bytes are no departure.
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals(false, gone.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void a_reset_reaches_the_client_as_one() throws Exception {
        serve(Exchange::reset);
        assertThrows(SocketException.class, () -> talk("GET / HTTP/1.1\r\n\r\n"));
    }

    @Test
    void a_port_in_use_is_named() throws Exception {
        serve(HttpServerTest::echo);
        IOException taken =
                assertThrows(IOException.class, () -> HttpServer.plain("other", listener.port(), HttpServerTest::echo));
        assertEquals(
                "port " + listener.port() + ": in use (expected: free on 127.0.0.1, for other)", taken.getMessage());
    }

    private String talk(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", listener.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
