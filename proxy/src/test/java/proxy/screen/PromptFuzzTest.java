package proxy.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Whatever a body holds: its texts are found, and finding words in them does not depend on where they are parted. */
class PromptFuzzTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Vocabulary WORDS = WordList.parse(
                    List.of("falcon", "*ab*", "=NEC", "爆弾", "a b", "がａ", "🍆"), new ArrayList<>())
            .vocabulary();

    @FuzzTest(maxDuration = "1m")
    void texts_of_a_body_are_found_and_looked_through_the_same_however_they_are_parted(byte[] body) throws IOException {
        var tree = readable(body);
        if (!tree.isObject()) {
            return;
        }
        var prompt = Prompt.read(new ByteArrayInputStream(body));
        if (tree.path("input").isTextual()) {
            assertTrue(prompt.messages().stream()
                    .anyMatch(each -> each.text().equals(tree.path("input").textValue())));
        }
        for (var message : prompt.messages()) {
            var text = message.text();
            var data = new PersonalData();
            data.count(text);
            var whole = found(text, Math.max(1, text.length()));
            for (var size = 1; size <= 3; size++) {
                assertEquals(whole, found(text, size));
            }
        }
    }

    /** What is JSON in UTF-8 by both of Jackson's parsers: that of characters takes U+0346 for an F within an escape. */
    private static JsonNode readable(byte[] body) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            JSON.readTree(text.toString());
            return JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static List<Integer> found(String text, int size) {
        var found = new ArrayList<Integer>();
        var scan = WORDS.scan(found::add);
        for (var at = 0; at < text.length(); at += size) {
            scan.feed(text.substring(at, Math.min(text.length(), at + size)));
        }
        scan.end();
        return found;
    }
}
