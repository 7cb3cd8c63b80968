package proxy.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.observe.TokenUsage;
import proxy.stream.Event.Kind;

class EventReaderTest {

    private static final String DELTA =
            "{\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":null}],\"usage\":null}";

    private static Event read(Dialect dialect, String event) {
        var bytes = Unpooled.copiedBuffer(event, StandardCharsets.UTF_8);
        var before = bytes.toString(StandardCharsets.UTF_8);
        var read = new EventReader(dialect).read(bytes);
        assertEquals(before, bytes.toString(StandardCharsets.UTF_8));
        return read;
    }

    private static Event chat(String data) {
        return read(Dialect.CHAT, "data: " + data + "\n\n");
    }

    private static Event response(String data) {
        return read(Dialect.RESPONSES, "event: named\ndata: " + data + "\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: [DONE]\n\n", "data:[DONE]\r\n\r\n", "data: [DONE]", "id: 1\rdata: [DONE] \r\r"})
    void done_ends_completions_of_both_kinds(String event) {
        assertEquals(Kind.END, read(Dialect.CHAT, event).kind());
        assertEquals(Kind.END, read(Dialect.COMPLETIONS, event).kind());
        assertEquals(Kind.ANSWER, read(Dialect.RESPONSES, event).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {": keep-alive\n\n", "\n", "event: error\n\n", "retry: 1\n\n", "data\n\n", ":data: {}\n\n"})
    void what_has_no_data_says_nothing(String event) {
        assertEquals(Kind.SILENT, read(Dialect.CHAT, event).kind());
    }

    @Test
    void several_data_lines_are_one_text() {
        var event =
                read(Dialect.CHAT, "data: {\"choices\":[{\"delta\":\r\nevent: x\ndata:{\"content\":\"four\"}}]}\n\n");
        assertEquals(new TextCount(4, 0), event.text());
    }

    @Test
    void filter_results_of_the_prompt_and_the_role_come_before_the_answer() {
        assertEquals(
                Kind.PREAMBLE,
                chat("{\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}],\"usage\":null}")
                        .kind());
        assertEquals(
                Kind.PREAMBLE,
                chat(DELTA.formatted("\"role\":\"assistant\",\"content\":\"\"")).kind());
        assertEquals(
                Kind.PREAMBLE,
                response("{\"type\":\"response.created\",\"response\":{\"error\":null}}")
                        .kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"content\":\"Hello\"                                                    | 5 | 0",
                "\"content\":\"\\u65e5\u672c\"                                            | 0 | 2",
                "\"content\":\"\ud83d\ude00a\"                                            | 1 | 1",
                "\"refusal\":\"no\"                                                       | 2 | 0",
                "\"reasoning_content\":\"hm\"                                             | 2 | 0",
                "\"tool_calls\":[{\"id\":\"c\",\"function\":{\"arguments\":\"{\\\"a\"}}]  | 3 | 0"
            })
    void text_of_every_kind_is_counted(String delta, int ascii, int others) {
        var event = chat(DELTA.formatted(delta));
        assertEquals(Kind.ANSWER, event.kind());
        assertEquals(new TextCount(ascii, others), event.text());
    }

    @Test
    void each_api_has_its_text_where_it_says() {
        assertEquals(
                new TextCount(2, 0),
                read(Dialect.COMPLETIONS, "data: {\"choices\":[{\"text\":\"ab\"}]}\n\n")
                        .text());
        assertEquals(
                new TextCount(2, 0),
                response("{\"type\":\"response.output_text.delta\",\"delta\":\"ab\"}")
                        .text());
        assertTrue(response("{\"type\":\"response.output_text.done\",\"text\":\"ab\"}")
                .text()
                .empty());
    }

    @Test
    void a_finish_reason_is_part_of_the_answer() {
        assertEquals(
                Kind.ANSWER,
                chat("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}")
                        .kind());
    }

    @Test
    void usage_is_the_answers_own_and_alone_only_without_choices() {
        var alone = chat("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":9,"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":2}}}");
        assertEquals(TokenUsage.exact(7, 9), alone.usage());
        assertTrue(alone.onlyUsage());
        var beside = chat("{\"choices\":[{\"delta\":{}}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":9}}");
        assertEquals(TokenUsage.exact(7, 9), beside.usage());
        assertFalse(beside.onlyUsage());
        assertNull(chat("{\"choices\":[{\"delta\":{\"usage\":{\"prompt_tokens\":7}}}]}")
                .usage());
        assertNull(chat("{\"choices\":[],\"usage\":{\"prompt_tokens\":\"7\"}}").usage());
    }

    @ParameterizedTest
    @CsvSource({"completed, END", "incomplete, END", "failed, ERROR"})
    void responses_end_in_three_ways_and_tell_their_usage(String type, Kind kind) {
        var event = response("{\"type\":\"response." + type + "\",\"response\":{\"output\":[{\"delta\":\"x\"}],"
                + "\"usage\":{\"input_tokens\":3,\"output_tokens\":4,\"total_tokens\":7}}}");
        assertEquals(kind, event.kind());
        assertEquals(TokenUsage.exact(3, 4), event.usage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"message\":\"m\",\"code\":\"server_error\"}}                | false | false",
                "{\"error\":{\"message\":\"content_filter\",\"code\":null}}               | false | false",
                "{\"error\":{\"code\":429}}                                               | false | true",
                "{\"error\":{\"type\":\"too_many_requests\",\"code\":\"x\"}}              | false | true",
                "{\"error\":{},\"code\":\"rate_limit_exceeded\"}                          | false | true",
                "{\"code\":\"rate_limit_exceeded\",\"error\":{}}                          | false | true",
                "{\"error\":{},\"code\":\"\"}                                             | false | false",
                "{\"error\":{\"code\":429},\"code\":\"\"}                                   | false | true",
                "{\"code\":\"x\",\"error\":{\"code\":429},\"code\":\"invalid_x\"}               | false | true",
                "{\"error\":{\"code\":\"content_filter\",\"status\":400}}                 | true  | false",
                "{\"error\":{\"type\":\"invalid_request_error\"}}                         | true  | false",
                "{\"error\":{\"status\":\"404\"}}                                         | true  | false",
                "{\"error\":{\"status\":408}}                                             | false | false"
            })
    void errors_say_whose_they_are(String data, boolean callersFault, boolean throttled) {
        var event = chat(data);
        assertEquals(Kind.ERROR, event.kind());
        assertEquals(callersFault, event.callersFault());
        assertEquals(throttled, event.throttled());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT        | data: {\"error\":{\"code\":\"x\"}}                                | true",
                "COMPLETIONS | data: {\"error\":{\"message\":\"m\"}}                             | true",
                "MEDIA       | data: {\"type\":\"error\",\"error\":{\"message\":\"m\"}}          | true",
                "RESPONSES   | data: {\"type\":\"error\",\"message\":\"m\"}                      | true",
                "RESPONSES   | data: {\"type\":\"response.failed\"}                             | true",
                "CHAT        | data: {\"error\":{}}                                             | false",
                "CHAT        | data: {\"error\":{\"code\":\"x\"},\"error\":null}                   | false",
                "CHAT        | data: {\"error\":null,\"error\":{\"code\":\"x\"}}                   | true",
                "CHAT        | data: {\"in\":{\"error\":{\"code\":\"x\"}}}                       | false",
                "CHAT        | data: {\"code\":\"x\",\"message\":\"m\"}                          | false",
                "MEDIA       | data: {\"type\":\"error\",\"message\":\"m\"}                      | false"
            })
    void only_some_shapes_are_errors_to_the_clients_of_an_api(Dialect dialect, String data, boolean plain) {
        var event = read(dialect, data + "\n\n");
        assertEquals(Kind.ERROR, event.kind());
        assertEquals(plain, event.plain());
    }

    @ParameterizedTest
    @CsvSource({"CHAT", "COMPLETIONS", "RESPONSES", "MEDIA"})
    void the_name_of_an_event_makes_no_error_plain(Dialect dialect) {
        for (var data : new String[] {"{\"code\":\"x\",\"message\":\"boo\"}", "out of order"}) {
            var event = read(dialect, "event: error\ndata: " + data + "\n\n");
            assertEquals(Kind.ERROR, event.kind());
            assertFalse(event.plain());
        }
        assertTrue(read(dialect, "event: error\ndata: {\"error\":{\"code\":\"x\"}}\n\n")
                .plain());
    }

    @Test
    void errors_have_several_shapes() {
        assertEquals(
                Kind.ERROR,
                read(Dialect.CHAT, "event: error\ndata: out of order\n\n").kind());
        assertEquals(
                Kind.ERROR,
                read(Dialect.CHAT, "event: error\ndata: {\"message\":\"m\"}\n\n")
                        .kind());
        assertTrue(response("{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"m\"}")
                .throttled());
        assertTrue(response("{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"invalid_prompt\"}}}")
                .callersFault());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "{\"half", "[]", "{} trailing", "\"text\""})
    void what_the_api_does_not_describe_counts_as_an_answer(String data) {
        assertEquals(
                data.equals("{} trailing") ? Kind.PREAMBLE : Kind.ANSWER,
                chat(data).kind());
    }

    @ParameterizedTest
    @CsvSource({
        "transcript.text.delta, ANSWER",
        "transcript.text.segment, ANSWER",
        "transcript.text.done, END",
        "speech.audio.delta, ANSWER",
        "speech.audio.done, END",
        "image_generation.partial_image, ANSWER",
        "image_generation.completed, END",
        "image_edit.completed, END",
        "error, ERROR"
    })
    void images_speech_and_transcripts_end_with_an_event_that_says_so(String type, Kind kind) {
        assertEquals(
                kind,
                read(Dialect.MEDIA, "data: {\"type\":\"" + type + "\"}\n\n").kind());
    }

    @Test
    void a_transcript_is_counted_and_tells_its_usage_at_the_end() {
        var delta = read(Dialect.MEDIA, "data: {\"type\":\"transcript.text.delta\",\"delta\":\"four\"}\n\n");
        assertEquals(new TextCount(4, 0), delta.text());
        var done = read(
                Dialect.MEDIA,
                "data: {\"type\":\"transcript.text.done\",\"text\":\"four\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":14,\"output_tokens\":1}}\n\n");
        assertEquals(TokenUsage.exact(14, 1), done.usage());
        assertEquals(
                Kind.ERROR,
                read(Dialect.MEDIA, "data: {\"error\":{\"code\":\"x\"}}\n\n").kind());
    }
}
