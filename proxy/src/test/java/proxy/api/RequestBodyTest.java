package proxy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {

    private static RequestBody scan(String body) throws IOException {
        return RequestBody.scan(Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"stream\":true} | {\"stream_options\":{\"include_usage\":true},\"stream\":true}",
                "` { \"stream\":true}` | ` {\"stream_options\":{\"include_usage\":true}, \"stream\":true}`",
                "{\"a\":\"é\",\"stream_options\":{}} | {\"a\":\"é\",\"stream_options\":{\"include_usage\":true}}",
                "{\"a\":\"é\",\"stream_options\": { \"b\":[{}]}} | {\"a\":\"é\",\"stream_options\":"
                        + " {\"include_usage\":true, \"b\":[{}]}}",
                "{\"stream_options\":{\"include_usage\": false , \"b\":1}} | {\"stream_options\":{\"include_usage\":"
                        + " true , \"b\":1}}",
                "{\"stream_options\":{\"b\":1,\"include_usage\":null}} |"
                        + " {\"stream_options\":{\"b\":1,\"include_usage\":true}}",
                "{\"stream_options\" : null,\"b\":1} | {\"stream_options\" : {\"include_usage\":true},\"b\":1}"
            })
    void asking_for_usage_changes_nothing_else(String body, String changed) throws IOException {
        var bytes = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
        var options = RequestBody.scan(bytes).options();
        var result = options.change(bytes);
        assertEquals(changed, result.toString(StandardCharsets.UTF_8));
        assertTrue(scan(changed).options().asked());
        assertTrue(result.release());
        assertEquals(0, bytes.refCnt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"stream_options\":{\"include_usage\":true}}",
                "{\"stream_options\":{\"include_usage\":\"yes\"}}",
                "{\"stream_options\":1}"
            })
    void who_asks_already_or_asks_nonsense_is_left_alone(String body) throws IOException {
        assertTrue(scan(body).options().asked());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"a\",\"model\":\"b\"} | model once",
                "{\"stream\":true,\"stream\":false} | stream once",
                "{\"stream\":true,\"str\\u0065am\":false} | stream once",
                "{\"stream_options\":{},\"stream_options\":null} | stream_options once",
                "{\"stream_options\":{\"include_usage\":true,\"include_usage\":false}} | include_usage once",
                "{\"model\":1} | model, a string",
                "[] | one JSON object",
                "{}{} | nothing after the JSON object",
                "{\"a\":tru} | JSON",
                "`` | one JSON object"
            })
    void what_two_parsers_could_read_in_two_ways_is_refused_with_the_rule(String body, String rule) {
        var refusal = assertThrows(RequestBody.Unusable.class, () -> scan(body));
        assertTrue(refusal.getMessage().endsWith("(expected: " + rule + ")"), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | {\"max_tokens\":5}",
                "3 | {\"n\":3}",
                "4 | {\"n\":2,\"best_of\":4}",
                "1 | {\"n\":0}",
                "1 | {\"n\":\"3\"}"
            })
    void every_answer_that_is_made_counts(int answers, String body) throws IOException {
        assertEquals(answers, scan(body).answers());
    }

    private static final String PICTURE = "data:image/png;base64," + "A".repeat(40_000);

    private static String message(String part) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is it?\"}," + part
                + "]}]}";
    }

    private static int tokens(String body) throws IOException {
        return scan(body).prompt().tokens();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"DATA\",\"detail\":\"high\"}}",
                "{\"type\":\"input_image\",\"image_url\": \"DATA\"}",
                "{\"type\":\"input_audio\",\"input_audio\":{\"format\":\"wav\",\"data\":\"DATA\"}}",
                "{\"type\":\"file\",\"file\":{\"file_data\":\"DATA\"}}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}"
            })
    void a_picture_counts_as_a_picture_whatever_its_size(String part) throws IOException {
        var tokens = tokens(message(part.replace("DATA", PICTURE)));
        assertTrue(tokens > Prompt.ATTACHMENT_TOKENS && tokens < Prompt.ATTACHMENT_TOKENS + 10, "tokens: " + tokens);
    }

    @Test
    void every_picture_counts() throws IOException {
        var part = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + PICTURE + "\"}}";
        var scanned = scan(message(part + "," + part));
        assertEquals(2, scanned.prompt().attachments());
        assertEquals("What is it?".length(), scanned.prompt().bytes());
    }

    @Test
    void sound_is_known_without_being_called_data() throws IOException {
        var sound = "{\"input_audio\":{\"data\":\"" + "A".repeat(40_000) + "\"}}";
        assertTrue(tokens(message(sound)) < 1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"text\",\"text\":\"DATA\"}",
                "{\"type\":\"text\",\"data\":\"DATA\"}",
                "{\"url\":\"DATA\"}",
                "\"DATA\"",
                "[[\"DATA\"]]"
            })
    void text_counts_by_its_size_even_when_it_looks_like_a_picture(String part) throws IOException {
        var text = scan(message(part.replace("DATA", PICTURE))).prompt().bytes();
        assertEquals("What is it?".length() + PICTURE.length(), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12 | {'model':'gpt-4o','temperature':1,'messages':[{'role':'user','content':'Say it twice'}],'user':'u'}",
                "12 | {'messages':[{'role':'user','content':'Say'},{'role':'assistant','content':'it twice '}]}",
                "13 | {'prompt':'Say it twice','max_tokens':5}",
                "12 | {'max_tokens':5,'prompt':'Say it twice'}",
                "13 | {'prompt':['Say it','twice.']}",
                "12 | {'prompt':[11,2222,333333]}",
                "13 | {'input':'it twice','instructions':'Say.'}",
                "12 | {'input':[{'type':'function_call_output','call_id':'call_1','output':'Say it twice'}]}",
                "17 | {'messages':[],'tools':[{'strict':true}]}",
                "12 | {'text':{'format':1}}",
                "0 | {'model':'gpt-4o','metadata':{'content':'not of the prompt'}}",
                "0 | {'messages':null,'prompt':5,'tools':null}"
            })
    void what_is_prompt_counts_and_nothing_else(int bytes, String body) throws IOException {
        assertEquals(bytes, scan(body.replace('\'', '"')).prompt().bytes());
    }

    @Test
    void four_bytes_or_the_rest_of_them_are_a_token() throws IOException {
        assertEquals(3, tokens("{\"prompt\":\"Say it twice\"}"));
        assertEquals(4, tokens("{\"prompt\":\"Say it twice.\"}"));
    }

    @Test
    void what_follows_a_picture_is_read_as_ever() throws IOException {
        var body =
                "{\"input\":[{\"content\":[{\"image_url\":\"" + PICTURE + "\"}]}],\"stream\":true,\"model\":\"gpt\"}";
        assertTrue(scan(body).stream());
        assertEquals("gpt", scan(body).model().orElseThrow());
        assertThrows(RequestBody.Unusable.class, () -> scan("{\"input\":[{\"image_url\":\"" + PICTURE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"})
    void only_utf_8_is_read(String charset) {
        var bytes = Unpooled.copiedBuffer("{\"model\":\"gpt\"}", Charset.forName(charset));
        var refusal = assertThrows(RequestBody.Unusable.class, () -> RequestBody.scan(bytes));
        assertTrue(refusal.getMessage().contains("JSON in UTF-8, without byte order mark"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c0af",
                "c1bf",
                "c3",
                "c328",
                "e08080",
                "eda080",
                "f08080af",
                "f48fbfc0",
                "f4908080",
                "f5808080",
                "ff"
            })
    void bytes_that_are_no_utf_8_are_refused_wherever_they_stand(String bytes) {
        for (var before : new int[] {0, 1, 7, 8, 7_980, 7_981, 7_982, 20_000}) {
            var body = Unpooled.copiedBuffer("{\"a\":\"" + "x".repeat(before), StandardCharsets.UTF_8)
                    .writeBytes(HexFormat.of().parseHex(bytes))
                    .writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
            var refusal = assertThrows(RequestBody.Unusable.class, () -> RequestBody.scan(body));
            assertTrue(refusal.getMessage().contains("JSON in UTF-8"), before + ": " + refusal.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0080", "é", "\u0800", "日", "\ud7ff", "\uffff", "😀", "\udbff\udfff"})
    void every_character_is_read_wherever_it_stands(String character) throws IOException {
        for (var before = 7_960; before < 8_010; before++) {
            assertEquals(
                    "gpt",
                    scan("{\"a\":\"" + "x".repeat(before) + character + "\",\"model\":\"gpt\"}")
                            .model()
                            .orElse(""));
        }
    }

    @Test
    void a_byte_order_mark_is_refused() {
        assertThrows(RequestBody.Unusable.class, () -> scan("\ufeff{\"model\":\"gpt\"}"));
    }

    @Test
    void a_name_may_be_repeated_where_the_proxy_decides_nothing() throws IOException {
        assertEquals(
                7, scan("{\"max_tokens\":7,\"max_tokens\":5,\"x\":1,\"x\":2}").maxTokens());
    }
}
