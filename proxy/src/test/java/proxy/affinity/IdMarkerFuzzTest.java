package proxy.affinity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Next to a parser that builds the tree. */
class IdMarkerFuzzTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ResponseIds IDS = new ResponseIds(() -> "k".repeat(32).getBytes(UTF_8), List.of("A", "B"));
    private static final String MARK = "\177";

    /** An input is two bytes, of which the first's lowest bit says whether it is a stream and the second where it is split, then an answer. */
    @FuzzTest(maxDuration = "1m")
    void only_ids_are_marked_and_the_same_ones_however_an_answer_is_split(byte[] input) {
        if (input.length < 2) {
            return;
        }
        var events = (input[0] & 1) == 1;
        var answer = new String(Arrays.copyOfRange(input, 2, input.length), ISO_8859_1);
        var marked = marked(events, answer, answer.length());
        assertEquals(marked, marked(events, answer, 1 + new SplittableRandom(input[1]).nextInt(8)));
        if (answer.contains(MARK)) {
            return;
        }
        assertEquals(answer, marked.replace(MARK, ""));
        if (!events) {
            compare(answer, marked, "");
            return;
        }
        var linesBefore = answer.split("\r\n|\r|\n", -1);
        var linesAfter = marked.split("\r\n|\r|\n", -1);
        for (var index = 0; index < linesBefore.length; index++) {
            if (linesBefore[index].startsWith("data:")) {
                compare(linesBefore[index].substring(5), linesAfter[index].substring(5), "/response");
            } else {
                assertEquals(linesBefore[index], linesAfter[index]);
            }
        }
    }

    private static String marked(boolean events, String answer, int partLength) {
        var marker = new IdMarker(events, id -> MARK);
        var all = new StringBuilder();
        for (var from = 0; from < answer.length(); from += partLength) {
            var part = Unpooled.copiedBuffer(answer, from, Math.min(partLength, answer.length() - from), ISO_8859_1);
            var marked = marker.mark(part);
            all.append(marked.toString(ISO_8859_1));
            marked.release();
            part.release();
        }
        return all.toString();
    }

    /** @param response where the object is whose ids are marked */
    private static void compare(String before, String after, String response) {
        JsonNode expected;
        JsonNode seen;
        try {
            expected = JSON.readTree(before);
            seen = JSON.readTree(after);
        } catch (JsonProcessingException e) {
            return;
        }
        // A name or an id with an escape in it is one that no account writes; it is left alone.
        if (!before.contains("\\") && expected.at(response) instanceof ObjectNode object) {
            mark(object, "id");
            mark(object, "previous_response_id");
            assertEquals(expected, seen);
        }
    }

    private static void mark(ObjectNode object, String name) {
        var id = object.path(name).textValue();
        if (id != null && !id.isEmpty() && id.length() <= ResponseIds.MAX_ID) {
            object.put(name, id + MARK);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void a_marked_id_leads_back_to_its_account_for_its_caller_and_nothing_else_leads_anywhere(byte[] input) {
        var id = new String(input, UTF_8);
        assertInstanceOf(ResponseIds.Found.Foreign.class, IDS.find("app", id));
        if (id.isEmpty() || id.length() > ResponseIds.MAX_ID) {
            return;
        }
        var mark = IDS.mark("app", "B", id);
        assertTrue(mark.matches("_[A-Za-z0-9_-]{28}"), mark);
        assertEquals(new ResponseIds.Found.At("B", id), IDS.find("app", id + mark));
        assertInstanceOf(ResponseIds.Found.Foreign.class, IDS.find("other", id + mark));
        assertInstanceOf(ResponseIds.Found.Foreign.class, IDS.find("app", "x" + id + mark));
        assertInstanceOf(ResponseIds.Found.Foreign.class, IDS.find("app", id + IDS.mark("app", "A", id + "x")));
    }
}
