package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

class StrictHttpTest {

    private static final String LINE = "POST /openai/v1/chat/completions HTTP/1.1\r\n";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String BODY = "{\"model\":\"gpt\"}";
    private static final String LENGTH = "Content-Length: 15\r\n";
    private static final String HOST = "Host: sluice\r\n";
    private static final String CHUNKED = LINE + HOST + JSON + "Transfer-Encoding: chunked\r\n\r\n";

    private static FakeUpstream upstream;
    private static ProxyUnderTest proxy;

    @BeforeAll
    static void start() throws Exception {
        upstream = FakeUpstream.start().ok("ok");
        proxy = ProxyUnderTest.start(setup -> setup.account(upstream.url("ok")).limit("requestBodyBytes", 100));
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.close();
        upstream.close();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                vector(
                        "length and coding",
                        400,
                        LINE + HOST + JSON + LENGTH + "Transfer-Encoding: chunked\r\n\r\n" + BODY),
                vector("two lengths", 400, LINE + HOST + JSON + LENGTH + "Content-Length: 16\r\n\r\n" + BODY),
                vector("the same length twice", 400, LINE + HOST + JSON + LENGTH + LENGTH + "\r\n" + BODY),
                vector("a list of lengths", 400, LINE + HOST + JSON + "Content-Length: 15, 15\r\n\r\n" + BODY),
                vector("a signed length", 400, LINE + HOST + JSON + "Content-Length: +15\r\n\r\n" + BODY),
                vector("a hexadecimal length", 400, LINE + HOST + JSON + "Content-Length: 0xf\r\n\r\n" + BODY),
                vector("an empty length", 400, LINE + HOST + JSON + "Content-Length: \r\n\r\n" + BODY),
                vector("a negative length", 400, LINE + HOST + JSON + "Content-Length: -1\r\n\r\n" + BODY),
                vector("an unknown coding", 501, LINE + HOST + JSON + "Transfer-Encoding: gzip, chunked\r\n\r\n"),
                vector("a disguised coding", 501, LINE + HOST + JSON + "Transfer-Encoding: xchunked\r\n\r\n"),
                vector(
                        "two codings",
                        400,
                        LINE + HOST + JSON + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
                vector("a folded field", 400, LINE + HOST + JSON + "X-A: b\r\n c\r\n" + LENGTH + "\r\n" + BODY),
                vector("a space before the colon", 400, LINE + HOST + JSON + "Content-Length : 15\r\n\r\n" + BODY),
                vector("an empty field name", 400, LINE + HOST + JSON + ": x\r\n" + LENGTH + "\r\n" + BODY),
                vector("a field without colon", 400, LINE + HOST + JSON + "nonsense\r\n" + LENGTH + "\r\n" + BODY),
                vector("a bare line feed", 400, LINE + HOST + JSON + "X-A: b\n" + LENGTH + "\r\n" + BODY),
                vector("a bare carriage return", 400, LINE + HOST + JSON + "X-A: b\rc\r\n" + LENGTH + "\r\n" + BODY),
                vector("a NUL in a value", 400, LINE + HOST + JSON + "X-A: b\0c\r\n" + LENGTH + "\r\n" + BODY),
                vector(
                        "a control character in a value",
                        400,
                        LINE + HOST + JSON + "X-A: b\1c\r\n" + LENGTH + "\r\n" + BODY),
                vector(
                        "a vertical tab before the coding",
                        400,
                        LINE + HOST + JSON + "Transfer-Encoding: \u000bchunked\r\n\r\nf\r\n" + BODY + "\r\n0\r\n\r\n"),
                vector("a form feed after the length", 400, LINE + HOST + JSON + "Content-Length: 15\f\r\n\r\n" + BODY),
                vector("no host", 400, LINE + JSON + LENGTH + "\r\n" + BODY),
                vector("two hosts", 400, LINE + HOST + HOST + JSON + LENGTH + "\r\n" + BODY),
                vector("a host with a path", 400, LINE + "Host: a/b\r\n" + JSON + LENGTH + "\r\n" + BODY),
                vector(
                        "two credentials",
                        400,
                        LINE + HOST + "Authorization: a\r\nAuthorization: b\r\n" + JSON + LENGTH + "\r\n" + BODY),
                vector("two content types", 400, LINE + HOST + JSON + JSON + LENGTH + "\r\n" + BODY),
                vector(
                        "a hop-by-hop name for a credential",
                        400,
                        LINE + HOST + "Connection: Authorization\r\n" + JSON + LENGTH + "\r\n" + BODY),
                vector("an absolute target", 400, "GET http://evil/live HTTP/1.1\r\n" + HOST + "\r\n"),
                vector("an asterisk", 400, "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n"),
                vector("CONNECT", 400, "CONNECT evil:443 HTTP/1.1\r\n" + HOST + "\r\n"),
                vector("two spaces", 400, "GET  /live HTTP/1.1\r\n" + HOST + "\r\n"),
                vector("a tab", 400, "GET\t/live HTTP/1.1\r\n" + HOST + "\r\n"),
                vector("a lower-case method", 400, "get /live HTTP/1.1\r\n" + HOST + "\r\n"),
                vector("an empty line first", 400, "\r\nGET /live HTTP/1.1\r\n" + HOST + "\r\n"),
                vector("HTTP/1.0", 505, "GET /live HTTP/1.0\r\n" + HOST + "\r\n"),
                vector("HTTP/2", 505, "GET /live HTTP/2.0\r\n" + HOST + "\r\n"),
                vector("no version", 400, "GET /live\r\n" + HOST + "\r\n"),
                vector(
                        "an unknown expectation",
                        417,
                        LINE + HOST + JSON + "Expect: magic\r\n" + LENGTH + "\r\n" + BODY),
                vector(
                        "a request line of 9 KiB",
                        414,
                        "GET /" + "a".repeat(9 * 1024) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                vector("101 fields", 431, "GET /live HTTP/1.1\r\n" + HOST + "A: b\r\n".repeat(100) + "\r\n"),
                vector(
                        "a field of 17 KiB",
                        431,
                        "GET /live HTTP/1.1\r\n" + HOST + "A: " + "b".repeat(17 * 1024) + "\r\n\r\n"),
                vector("a head without end", 431, "GET /live HTTP/1.1\r\n" + HOST + "A: b\r\n".repeat(6 * 1024)),
                vector("a body over the limit", 413, LINE + HOST + JSON + "Content-Length: 101\r\n\r\n"),
                vector(
                        "chunks over the limit",
                        413,
                        LINE + HOST + JSON + "Transfer-Encoding: chunked\r\n\r\n65\r\n" + "x".repeat(101)
                                + "\r\n0\r\n\r\n"),
                vector("a bad chunk size", 400, LINE + HOST + JSON + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"),
                vector("a chunk size and a space", 400, CHUNKED + "f \r\n" + BODY + "\r\n0\r\n\r\n"),
                vector("a line behind a chunk size", 400, CHUNKED + "f\r\n" + BODY + "\r\n0\rX\r\n\r\n"),
                vector("a nul in a chunk extension", 400, CHUNKED + "f;a=\0\r\n" + BODY + "\r\n0\r\n\r\n"),
                vector("a chunk longer than its size", 400, CHUNKED + "e\r\n" + BODY + "\r\n0\r\n\r\n"),
                vector("a trailer with a space", 400, CHUNKED + "f\r\n" + BODY + "\r\n0\r\nX A: b\r\n\r\n"),
                vector(
                        "chunks with bare line feeds",
                        400,
                        LINE + HOST + JSON + "Transfer-Encoding: chunked\r\n\r\nf\n" + BODY + "\n0\n\n"),
                vector(
                        "an encoded body",
                        415,
                        LINE + HOST + JSON + "Content-Encoding: gzip\r\n" + LENGTH + "\r\n" + BODY),
                vector("a form", 415, LINE + HOST + "Content-Type: text/plain\r\n" + LENGTH + "\r\n" + BODY));
    }

    private static Arguments vector(String name, int status, String bytes) {
        return Arguments.of(name, status, bytes);
    }

    @ParameterizedTest(name = "{0} is answered with {1}")
    @MethodSource("refused")
    void what_is_ambiguous_is_refused_and_the_connection_closed(String name, int status, String bytes)
            throws Exception {
        var before = upstream.count("ok");
        try (var client = proxy.client()) {
            var answer = client.call(bytes + RawClient.chat("gpt"));
            assertEquals(status, answer.status(), answer.body());
            assertEquals("close", answer.field("connection"));
            assertTrue(
                    answer.body().startsWith("{\"error\":{\"code\":\"" + answer.field("x-sluice-reason") + "\""),
                    answer.body());
            assertTrue(client.closed());
        }
        assertEquals(before, upstream.count("ok"));
    }

    @Test
    void pipelined_requests_are_served_one_after_the_other() throws Exception {
        try (var client = proxy.client()) {
            client.send(
                    RawClient.chat("gpt") + RawClient.get("/live") + RawClient.chat("nobody") + RawClient.chat("gpt"));
            assertEquals("{\"from\":\"ok\"}", client.answer().body());
            assertEquals(200, client.answer().status());
            assertEquals(404, client.answer().status());
            assertEquals("{\"from\":\"ok\"}", client.answer().body());
        }
    }

    @Test
    void an_answer_to_HEAD_has_no_body_that_could_pass_for_the_next_answer() throws Exception {
        try (var client = proxy.client()) {
            client.send(RawClient.get("/live").replace("GET", "HEAD") + RawClient.get("/live"));
            assertTrue(client.readUntil("\r\n\r\n").startsWith("HTTP/1.1 405 "));
            assertEquals(200, client.answer().status());
        }
    }

    @Test
    void a_request_that_comes_byte_by_byte_is_served() throws Exception {
        try (var client = proxy.client()) {
            for (var character : RawClient.chat("gpt").split("")) {
                client.send(character);
            }
            assertEquals(200, client.answer().status());
        }
    }

    @Test
    void a_chunked_request_is_served_and_the_connection_kept() throws Exception {
        try (var client = proxy.client()) {
            var request = CHUNKED + "5\r\n{\"mod\r\nA;a=\"b\"\r\nel\":\"gpt\"}\r\n000\r\nX-A: b\r\n\r\n";
            assertEquals(200, client.call(request).status());
            assertEquals(200, client.call(request).status());
        }
    }

    @Test
    void a_client_that_asks_first_is_told_to_continue() throws Exception {
        try (var client = proxy.client()) {
            assertEquals(
                    100,
                    client.call(LINE + HOST + JSON + LENGTH + "Expect: 100-continue\r\n\r\n")
                            .status());
            assertEquals(200, client.call(BODY).status());
        }
    }

    @Test
    void a_client_that_asks_first_is_refused_without_sending() throws Exception {
        try (var client = proxy.client()) {
            var head = LINE + HOST + JSON + "Content-Length: 101\r\nExpect: 100-continue\r\n\r\n";
            assertEquals(413, client.call(head).status());
        }
    }

    @Test
    void a_connection_that_asks_to_be_closed_is_closed() throws Exception {
        try (var client = proxy.client()) {
            assertEquals(
                    "close",
                    client.call(RawClient.chat("gpt", "Connection: close")).field("connection"));
            assertTrue(client.closed());
        }
    }
}
