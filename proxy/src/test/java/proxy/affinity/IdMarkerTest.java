package proxy.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdMarkerTest {

    private static final String CREATED =
            "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"output\":[],"
                    + "\"previous_response_id\":\"resp_0\"}}\n\n";
    private static final String DELTA =
            "event: response.output_text.delta\r\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\","
                    + "\"delta\":\"\\\"response\\\":{\\\"id\\\":\\\"x\\\"}\"}\r\n\r\n";

    /** Marks a text that comes in two parts. */
    private static String marked(boolean events, String text, int cut) {
        var marker = new IdMarker(events, id -> "+" + id.length());
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var result = new StringBuilder();
        for (ByteBuf part : new ByteBuf[] {
            Unpooled.copiedBuffer(bytes, 0, cut), Unpooled.copiedBuffer(bytes, cut, bytes.length - cut)
        }) {
            var marked = marker.mark(part);
            result.append(marked.toString(StandardCharsets.ISO_8859_1));
            marked.release();
            part.release();
        }
        return new String(result.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static void assertMarked(boolean events, String expected, String text) {
        for (var cut = 0; cut <= text.getBytes(StandardCharsets.UTF_8).length; cut++) {
            assertEquals(expected, marked(events, text, cut), "cut at " + cut);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":\"resp_1\"} | {\"id\":\"resp_1+6\"}",
                "{ \"id\" : \"resp_1\" , \"x\":1} | { \"id\" : \"resp_1+6\" , \"x\":1}",
                "{\"a\":[1,\"id\",{\"id\":\"b\"}],\"é\":\"{\",\"id\":\"r\"} | {\"a\":[1,\"id\",{\"id\":\"b\"}],\"é\":\"{\",\"id\":\"r+1\"}",
                "{\"previous_response_id\":\"r\",\"id\":null} | {\"previous_response_id\":\"r+1\",\"id\":null}",
                "{\"previous_response_id\":null,\"x\":\"id\",\"id\":\"r\"} | {\"previous_response_id\":null,\"x\":\"id\",\"id\":\"r+1\"}",
                "{\"x\":\"\\\\\",\"id\":\"r\"} | {\"x\":\"\\\\\",\"id\":\"r+1\"}"
            })
    void an_object_has_its_own_ids_marked_wherever_it_is_split(String text, String expected) {
        assertMarked(false, expected, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"response\":{\"id\":\"r\"},\"output\":[{\"id\":\"msg_1\"}]}",
                "{\"id\":\"\",\"data\":[],\"first_id\":\"m\"}",
                "{\"i\\u0064\":\"r\"}",
                "{\"id\":\"r\\u0031\"}",
                "{\"id\":[\"r\"],\"x\":{\"id\":\"r\"}}",
                "[\"id\",\"r\"]",
                "id"
            })
    void nothing_else_of_an_object_changes(String text) {
        assertMarked(false, text, text);
    }

    @Test
    void the_response_in_an_event_has_its_ids_marked_wherever_the_stream_is_split() {
        var marked = CREATED.replace("resp_1\"", "resp_1+6\"").replace("resp_0\"", "resp_0+6\"");
        assertMarked(true, DELTA + marked + ": comment\n\n" + marked, DELTA + CREATED + ": comment\n\n" + CREATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"id\":\"r\"}\n\n",
                "data: {\"item\":{\"id\":\"r\"},\"x\":\"response\"}\n\n",
                "data: {\"response\":[{\"id\":\"r\"}]}\n\n",
                "data: {\"response\":{\"output\":[{\"id\":\"m\"}],\"x\":{\"id\":\"y\"}}}\n\n",
                "data: {\"response\":{}, \"item\":{\"id\":\"r\"}}\n\n",
                "event: {\"response\":{\"id\":\"r\"}}\n\n",
                "database: {\"response\":{\"id\":\"r\"}}\n\n",
                "data: [DONE]\n\n"
            })
    void nothing_else_of_a_stream_changes(String text) {
        assertMarked(true, text, text);
    }

    @Test
    void an_id_of_absurd_length_is_left_alone() {
        var text = "{\"id\":\"" + "r".repeat(257) + "\"}";
        assertEquals(text, marked(false, text, 100));
        assertEquals(
                "{\"id\":\"" + "r".repeat(256) + "+256\"}", marked(false, "{\"id\":\"" + "r".repeat(256) + "\"}", 100));
    }
}
