package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/**
 * An account whose connection ends after every number of bytes, while another account of the deployment is well. Whoever has got nothing
 * yet gets the other one's answer; whoever has, learns that the rest is missing.
 */
class CutsTest {

    private static final String WHOLE = "{\"id\":\"chatcmpl-1\",\"choices\":[]}";
    private static final String JSON = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
            + WHOLE.length() + "\r\n\r\n" + WHOLE;
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-type: application/json" + "\r\n\r\n"
                    + chunk(WHOLE.substring(0, 9)) + chunk(WHOLE.substring(9)) + "0\r\n\r\n";
    private static final String EVENT =
            "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String STREAM =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n" + chunk(EVENT)
                    + chunk(EVENT) + chunk("data: [DONE]\n\n") + "0\r\n\r\n";

    /** How a connection ends. */
    enum End {
        /** A FIN, after which the account still listens. */
        HALF_CLOSE {
            @Override
            void of(FakeUpstream.Exchange exchange) throws IOException {
                exchange.socket().shutdownOutput();
                exchange.awaitClose();
            }
        },
        CLOSE {
            @Override
            void of(FakeUpstream.Exchange exchange) throws IOException {
                exchange.socket().close();
            }
        },
        RESET {
            @Override
            void of(FakeUpstream.Exchange exchange) throws IOException {
                exchange.reset();
            }
        };

        abstract void of(FakeUpstream.Exchange exchange) throws IOException;
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    /** What the client reads until the connection ends, for each number of bytes that its first account sends. */
    private interface Reading {
        void check(int sent, String read);
    }

    private static void cutEverywhere(String answer, String other, String fields, End end, Reading reading)
            throws Exception {
        try (var upstream = FakeUpstream.start()) {
            upstream.on("other", exchange -> exchange.send(other));
            for (var sent = 0; sent < answer.length(); sent++) {
                var part = answer.substring(0, sent).getBytes(StandardCharsets.US_ASCII);
                upstream.on("cut-" + sent, exchange -> {
                    exchange.send(part);
                    end.of(exchange);
                });
            }
            try (var proxy = ProxyUnderTest.start(setup -> {
                setup.limit("attempts", 2).config().putObject("retries").put("burst", 1_000);
                setup.account("other", upstream.url("other"), "pool-other", "unused");
                for (var sent = 0; sent < answer.length(); sent++) {
                    setup.account("cut-" + sent, upstream.url("cut-" + sent), "pool-" + sent, "gpt-" + sent);
                    setup.config()
                            .withArray("deployments")
                            .addObject()
                            .put("name", "gpt-" + sent)
                            .put("account", "other")
                            .put("pool", "pool-other")
                            .put("priority", 2);
                }
            })) {
                for (var sent = 0; sent < answer.length(); sent++) {
                    try (var client = proxy.client()) {
                        client.send(request("gpt-" + sent, fields));
                        reading.check(sent, client.readToEnd());
                        assertEquals(1, upstream.count("cut-" + sent), "asked once");
                    } catch (AssertionError | IOException e) {
                        throw new AssertionError("after " + sent + " bytes", e);
                    }
                }
            }
        }
    }

    private static String request(String model, String fields) {
        var body = "{\"model\":\"" + model + "\"" + fields + "}";
        return RawClient.post("/openai/v1/chat/completions", body, "Connection: close");
    }

    @ParameterizedTest
    @EnumSource
    void a_document_that_is_cut_is_another_accounts_or_is_seen_to_be_short(End end) throws Exception {
        for (var answer : new String[] {JSON, CHUNKED}) {
            var head = answer.indexOf("\r\n\r\n") + 4;
            var other = JSON.replace("chatcmpl-1", "chatcmpl-2");
            cutEverywhere(answer, other, "", end, (sent, read) -> {
                if (sent <= head) {
                    assertTrue(read.startsWith("HTTP/1.1 200 ") && read.endsWith("chatcmpl-2\",\"choices\":[]}"), read);
                } else if (!read.contains("chatcmpl-2")) {
                    assertTrue(read.startsWith("HTTP/1.1 200 "), read);
                    assertFalse(read.endsWith("0\r\n\r\n"), read);
                    var body = read.substring(read.indexOf("\r\n\r\n") + 4);
                    assertTrue(body.length() < WHOLE.length() || read.contains("chunked"), read);
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_that_is_cut_is_another_accounts_or_ends_with_an_error_and_an_abort(End end) throws Exception {
        var begins = STREAM.indexOf(EVENT) + EVENT.length();
        var done = STREAM.indexOf("[DONE]") + 6;
        var other = STREAM.replace("Hi", "Ho");
        cutEverywhere(STREAM, other, ",\"stream\":true", end, (sent, read) -> {
            if (sent < begins) {
                assertTrue(read.contains("Ho") && read.endsWith("0\r\n\r\n") && !read.contains("Hi"), read);
            } else if (read.contains("[DONE]")) {
                assertTrue(sent >= done || read.contains("Ho"), read);
            } else {
                assertTrue(read.contains("\"error\":") && !read.endsWith("0\r\n\r\n"), read);
            }
        });
    }
}
