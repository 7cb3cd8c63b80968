package proxy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartFormTest {

    private static final String TYPE = "multipart/form-data; boundary=B";
    private static final String FILE = part("name=\"file\"; filename=\"a.wav\"", "RIFF\r\n--\r\n-B\0\377");

    private static String part(String disposition, String content) {
        return "--B\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    private static String field(String name, String value) {
        return part("name=\"" + name + "\"", value);
    }

    private static RequestBody scan(String type, String body) throws RequestBody.Unusable {
        return MultipartForm.scan(type, Unpooled.copiedBuffer(body, StandardCharsets.ISO_8859_1));
    }

    private static RequestBody scan(String parts) throws RequestBody.Unusable {
        return scan(TYPE, parts + "--B--\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=B",
                "multipart/form-data;boundary=\"B\"",
                "Multipart/Form-Data; Boundary=B"
            })
    void the_model_is_found_before_and_behind_the_file(String type) throws Exception {
        for (var body : new String[] {field("model", "whisper") + FILE, FILE + field("model", "whisper")}) {
            assertEquals(Optional.of("whisper"), scan(type, body + "--B--").model());
        }
    }

    @Test
    void heads_of_parts_may_say_more_than_their_name() throws Exception {
        var body =
                "--B\r\ncontent-length: 7\r\ncontent-type: text/plain\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nwhisper\r\n";
        assertEquals(Optional.of("whisper"), scan(body).model());
        assertEquals(Optional.of("whisper"), scan(part("name=model", "whisper")).model());
        assertEquals(
                Optional.empty(),
                scan(part("name=file; filename=a.wav; filename*=utf-8''a.wav", "x"))
                        .model());
        assertEquals(
                Optional.empty(),
                scan(part("name=\"file\"; filename=\"a \\\"b\\\".wav\"; filename*=UTF-8''a", "x"))
                        .model());
    }

    /** On a stack of 256 KiB: that of an event loop has more below it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: form-data; name=\"file\"; filename=\"%s\"",
                "Content-Disposition: form-data; name=\"file\"; filename=\"%s",
                "Content-Disposition: form-data; name=\"file\"\r\nContent-Type: audio/wav%s",
                "Content-Disposition: form-data; name=\"file\"\r\nContent-Type: audio/wav%s;name=b"
            })
    void heads_of_parts_that_are_as_long_as_they_may_be_take_no_more_of_the_stack(String head) throws Exception {
        var more = ";a=b".repeat(4 * 1024 / 4 - 30);
        var fault = new AtomicReference<Throwable>();
        var thread = new Thread(
                null,
                () -> {
                    try {
                        scan("--B\r\n" + head.formatted(more) + "\r\n\r\nx\r\n");
                    } catch (RequestBody.Unusable | RuntimeException | Error e) {
                        fault.set(e);
                    }
                },
                "small",
                256 * 1024);
        thread.start();
        thread.join();
        if (head.endsWith("name=b") || head.endsWith("filename=\"%s")) {
            assertInstanceOf(RequestBody.Unusable.class, fault.get());
        } else {
            assertNull(fault.get());
        }
    }

    @Test
    void a_form_may_be_without_a_model_and_a_field_empty() throws Exception {
        assertEquals(Optional.empty(), scan(FILE).model());
        assertEquals(Optional.of(""), scan(field("model", "")).model());
        assertEquals(Optional.empty(), scan("").model());
    }

    @ParameterizedTest
    @CsvSource({"true, true", "True, true", "1, true", "false, false", "False, false", "'', false"})
    void a_stream_is_what_is_not_refused(String value, boolean stream) throws Exception {
        assertEquals(stream, scan(field("stream", value)).stream());
        assertFalse(scan(FILE).stream());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "multipart/form-data | boundary of 1 to 70",
                "multipart/form-data; boundary= | boundary of 1 to 70",
                "multipart/form-data; boundary=B; boundary=C | boundary of 1 to 70",
                "multipart/form-data; boundary=B=C | in quotes",
                "multipart/form-data; boundary=B,C | in quotes",
                "multipart/form-data; boundary=\"B | in quotes",
                "multipart/form-data; charset=utf-16; boundary=B | boundary of 1 to 70"
            })
    void a_boundary_that_two_readers_could_take_for_two_is_refused(String type, String rule) {
        assertRefused(rule, type, FILE + "--B--");
    }

    @Test
    void a_form_that_two_readers_could_read_in_two_ways_is_refused_with_the_rule() {
        assertRefused("model once", TYPE, field("model", "a") + field("model", "b") + "--B--");
        assertRefused("model once", TYPE, field("model", "a") + field("Model", "b") + "--B--");
        assertRefused("begins with its boundary", TYPE, "preamble\r\n" + FILE + "--B--");
        assertRefused("begins with its boundary", TYPE, "");
        assertRefused("after every part", TYPE, FILE);
        assertRefused("after every part", TYPE, field("prompt", "x\n--B\nContent-Disposition: form-data") + "--B--");
        assertRefused("after every part", TYPE, field("prompt", "x--Bx") + "--B--");
        assertRefused("boundaries followed by", TYPE, FILE + "--B--\r\nepilogue");
        assertRefused("boundaries followed by", TYPE, FILE + "--B \r\n");
        assertRefused("boundaries followed by", TYPE, FILE + "--B");
        for (var type : new String[] {
            "text/plain; charset=utf-16", "text/plain; charset=utf-8; charset=utf-7", "multipart/mixed"
        }) {
            assertRefused("model as text/plain", TYPE, typed("model", type) + "--B--");
        }
        assertRefused("no file", TYPE, part("name=\"model\"; filename=\"a\"", "gpt") + "--B--");
        assertRefused("no file", TYPE, part("name=stream; filename*=UTF-8''a", "true") + "--B--");
        for (var type : new String[] {
            "a/b; name=\"model\"",
            "a/b;Name=model",
            "a/b; c=d ; name*=utf-8''model",
            "a/b, name=model",
            "a/b; filename=c",
            "a",
            "a/b;"
        }) {
            assertRefused("part types of TYPE/SUBTYPE", TYPE, typed("file", type) + "--B--");
        }
        assertRefused("without transfer encoding", TYPE, head("Content-Transfer-Encoding: base64"));
        assertRefused("one content-disposition", TYPE, head("Content-Disposition: form-data; name=\"b\""));
        assertRefused("one content-disposition", TYPE, part("name=a b", "a") + "--B--");
        for (var name : new String[] {"model; filename=", "model ", " model", "model:", ",model", "model="}) {
            assertRefused("one content-disposition", TYPE, field(name, "a") + "--B--");
        }
        assertRefused("one content-disposition", TYPE, part("name*=UTF-8''model", "a") + "--B--");
        assertRefused("one content-disposition", TYPE, part("name=\"a\"; name=\"model\"", "a") + "--B--");
        assertRefused("content-disposition in every part", TYPE, "--B\r\nContent-Type: a/b\r\n\r\nx\r\n--B--");
        assertRefused("NAME: VALUE", TYPE, head("folded\r\n more"));
        assertRefused("NAME: VALUE", TYPE, head("a: b\r\n ; name=\"model\"; x=\":\""));
        assertRefused("NAME: VALUE", TYPE, head("Content-Disposition : form-data; name=\"model\""));
        assertRefused("NAME: VALUE", TYPE, head("Content-Transfer-Encoding\t: base64"));
        assertRefused("NAME: VALUE", TYPE, head("a: b\nContent-Disposition: form-data; name=\"model\""));
        assertRefused("of at most 256", TYPE, field("model", "m".repeat(257)) + "--B--");
        assertRefused("head of at most", TYPE, head("a: " + "b".repeat(5000)));
        assertRefused("at most 100 parts", TYPE, field("a", "b").repeat(101) + "--B--");
    }

    private static String typed(String name, String type) {
        return part("name=\"" + name + "\"\r\nContent-Type: " + type, "gpt");
    }

    @Test
    void a_field_may_say_that_it_is_text_and_a_file_what_it_likes() throws Exception {
        for (var type : new String[] {"text/plain", "text/plain; charset=UTF-8", "Text/Plain;charset=\"us-ascii\""}) {
            assertEquals(Optional.of("gpt"), scan(typed("model", type)).model());
        }
        for (var type :
                new String[] {"text/plain; charset=utf-16", "audio/webm;codecs=opus", "video/mp4; codecs=\"a, b\""}) {
            assertEquals(Optional.empty(), scan(typed("file", type)).model());
        }
    }

    @Test
    void a_boundary_in_quotes_may_have_what_no_token_has() throws Exception {
        var form = field("model", "gpt").replace("--B", "--(a=b)/c:d") + "--(a=b)/c:d--";
        assertEquals(
                Optional.of("gpt"),
                scan("multipart/form-data; boundary=\"(a=b)/c:d\"", form).model());
    }

    private static String head(String line) {
        return "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n" + line + "\r\n\r\nx\r\n--B--";
    }

    private static void assertRefused(String rule, String type, String body) {
        var refusal = assertThrows(RequestBody.Unusable.class, () -> scan(type, body));
        assertTrue(refusal.getMessage().contains(rule), refusal.getMessage());
    }
}
