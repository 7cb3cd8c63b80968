package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** Sound and pictures: forms with files on the way in, bytes that are no text on the way out. */
class MediaTest {

    private static final String FORM = "multipart/form-data; boundary=frontier";
    private static final byte[] SOUND = sound();

    private final HttpClient http = HttpClient.newHttpClient();
    private FakeUpstream upstream;

    private static byte[] sound() {
        var bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start();
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
        http.close();
    }

    private static byte[] form(String... fields) {
        var form = new ByteArrayOutputStream();
        form.writeBytes(text("--frontier\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n"
                + "content-type: audio/mpeg\r\n\r\n"));
        form.writeBytes(SOUND);
        for (var index = 0; index < fields.length; index += 2) {
            form.writeBytes(text("\r\n--frontier\r\ncontent-disposition: form-data; name=\"" + fields[index]
                    + "\"\r\n\r\n" + fields[index + 1]));
        }
        form.writeBytes(text("\r\n--frontier--\r\n"));
        return form.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private <T> HttpResponse<T> post(
            ProxyUnderTest proxy, String path, String type, byte[] body, HttpResponse.BodyHandler<T> as)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return http.send(request.build(), as);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/audio/transcriptions",
                "/openai/v1/audio/translations",
                "/openai/deployments/gpt/audio/transcriptions?api-version=2024-10-21",
                "/v1/images/edits"
            })
    void a_form_reaches_the_deployment_it_names_byte_for_byte(String path) throws Exception {
        upstream.ok("ear");
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "ear")) {
            var form = form("model", "gpt");
            var answer = post(proxy, path, FORM, form, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            var received = upstream.nextRequest();
            assertArrayEquals(form, received.body());
            assertTrue(received.head().contains("content-type: " + FORM + "\r\n"), received.head());
        }
    }

    @Test
    void a_form_that_names_no_model_that_is_served_goes_nowhere() throws Exception {
        upstream.ok("ear");
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "ear")) {
            for (var form : new byte[][] {form(), form("model", "other")}) {
                var answer = post(proxy, "/v1/audio/transcriptions", FORM, form, HttpResponse.BodyHandlers.ofString());
                assertEquals(404, answer.statusCode());
                assertTrue(answer.body().contains("model_not_found"), answer.body());
            }
            assertEquals(0, upstream.count("ear"));
        }
    }

    @Test
    void a_form_that_could_be_read_in_two_ways_is_refused() throws Exception {
        upstream.ok("ear");
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "ear")) {
            var form = form("model", "gpt", "Model", "other");
            var answer = post(proxy, "/v1/audio/transcriptions", FORM, form, HttpResponse.BodyHandlers.ofString());
            assertEquals(400, answer.statusCode());
            assertTrue(answer.body().contains("\"invalid_multipart\""), answer.body());
            assertEquals(0, upstream.count("ear"));
        }
    }

    @Test
    void a_form_in_place_of_json_and_json_in_place_of_a_form_are_refused() throws Exception {
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "ear")) {
            var json = proxy.call(RawClient.post("/v1/audio/transcriptions", "{\"model\":\"gpt\"}"));
            assertEquals(415, json.status());
            assertTrue(json.body().contains("expected: multipart/form-data"), json.body());
            var form = post(
                    proxy, "/v1/chat/completions", FORM, form("model", "gpt"), HttpResponse.BodyHandlers.ofString());
            assertEquals(415, form.statusCode());
        }
    }

    @Test
    void sound_moves_on_from_an_account_that_fails_though_its_bytes_are_more_than_a_pool_has_tokens() throws Exception {
        upstream.on("down", exchange -> exchange.answer(500, "", "{}")).ok("ear");
        try (var proxy = ProxyUnderTest.start(setup -> {
            for (var name : new String[] {"down", "ear"}) {
                setup.account(name, upstream.url(name), name, "gpt");
            }
            setup.config()
                    .withArray("pools")
                    .forEach(pool ->
                            ((ObjectNode) pool).put("requestsPerMinute", 600).put("tokensPerMinute", 1_000));
        })) {
            for (var count = 0; count < 4; count++) {
                var answer = post(
                        proxy,
                        "/v1/audio/transcriptions",
                        FORM,
                        form("model", "gpt"),
                        HttpResponse.BodyHandlers.ofString());
                assertEquals("{\"from\":\"ear\"}", answer.body());
            }
        }
    }

    @Test
    void speech_comes_back_byte_for_byte_whether_its_length_is_known_or_not() throws Exception {
        upstream.on("known", exchange -> {
            exchange.send(
                    "HTTP/1.1 200 OK\r\ncontent-type: audio/mpeg\r\ncontent-length: " + SOUND.length + "\r\n\r\n");
            exchange.send(SOUND);
        });
        upstream.on("unknown", exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\ncontent-type: audio/mpeg\r\ntransfer-encoding: chunked\r\n\r\n"
                    + Integer.toHexString(SOUND.length) + "\r\n");
            exchange.send(SOUND);
            exchange.send("\r\n0\r\n\r\n");
        });
        for (var name : new String[] {"known", "unknown"}) {
            try (var proxy = ProxyUnderTest.inFrontOf(upstream, name)) {
                var answer = post(
                        proxy,
                        "/v1/audio/speech",
                        "application/json",
                        text("{\"model\":\"gpt\",\"input\":\"hi\",\"voice\":\"alloy\"}"),
                        HttpResponse.BodyHandlers.ofByteArray());
                assertEquals(
                        "audio/mpeg",
                        answer.headers().firstValue("content-type").orElse(""));
                assertArrayEquals(SOUND, answer.body());
            }
        }
    }

    @Test
    void a_transcript_that_breaks_off_never_ends_cleanly() throws Exception {
        var delta = "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hello\"}\n\n";
        upstream.on("whole", exchange -> {
            exchange.beginStream();
            exchange.chunk(delta + "data: {\"type\":\"transcript.text.done\",\"text\":\"Hello\"}\n\n");
            exchange.endStream();
        });
        upstream.on("half", exchange -> {
            exchange.beginStream();
            exchange.chunk(delta);
            exchange.endStream();
        });
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "whole")) {
            var answer = post(
                    proxy,
                    "/v1/audio/transcriptions",
                    FORM,
                    form("model", "gpt", "stream", "true"),
                    HttpResponse.BodyHandlers.ofString());
            assertTrue(answer.body().contains("transcript.text.done"), answer.body());
        }
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "half");
                var client = proxy.client()) {
            var small = "--b\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\ngpt\r\n--b\r\n"
                    + "content-disposition: form-data; name=\"stream\"\r\n\r\ntrue\r\n--b--";
            client.send("POST /v1/audio/transcriptions HTTP/1.1\r\nhost: sluice\r\ncontent-type: multipart/form-data;"
                    + " boundary=b\r\ncontent-length: " + small.length() + "\r\n\r\n" + small);
            var end = client.readToEnd();
            assertTrue(end.contains("upstream_truncated"), end);
            assertFalse(end.endsWith("0\r\n\r\n"), end);
        }
    }
}
