package proxy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Next to a parser that builds the tree. */
class RequestBodyFuzzTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @FuzzTest(maxDuration = "1m")
    void what_is_found_in_a_body_is_there_and_only_the_usage_option_changes(byte[] body) throws IOException {
        RequestBody facts;
        try {
            facts = RequestBody.scan(Unpooled.wrappedBuffer(body));
        } catch (RequestBody.Unusable e) {
            return;
        }
        var tree = JSON.readTree(StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body))
                .toString());
        assertEquals(tree.path("model").textValue(), facts.model().orElse(null));
        assertEquals(tree.path("stream").booleanValue(), facts.stream());
        assertEquals(tree.has("data_sources"), facts.ownData());
        assertTrue(facts.maxTokens() >= 0 && facts.promptAt() >= 0 && facts.promptAt() < body.length);
        assertEquals(tree.has("messages") || tree.has("input") || tree.has("prompt"), facts.promptAt() > 0);
        if (!tree.isEmpty()) {
            change(body, facts.options(), (ObjectNode) tree);
        }
    }

    private static void change(byte[] body, StreamOptions options, ObjectNode tree) throws IOException {
        var before = tree.path("stream_options");
        if (options.asked()) {
            assertTrue(!before.isNull() && (!before.isObject() || said(before.get("include_usage"))));
            return;
        }
        var changed = options.change(Unpooled.wrappedBuffer(body));
        var after = (ObjectNode) JSON.readTree(ByteBufUtil.getBytes(changed));
        changed.release();
        assertTrue(after.at("/stream_options/include_usage").booleanValue());
        var rest = (ObjectNode) after.remove("stream_options");
        tree.remove("stream_options");
        assertEquals(tree, after);
        rest.remove("include_usage");
        var restBefore = before.isObject() ? (ObjectNode) before : JSON.createObjectNode();
        restBefore.remove("include_usage");
        assertEquals(restBefore, rest);
    }

    /** Whether the caller wrote anything but no, which is for the account to judge. */
    private static boolean said(JsonNode includeUsage) {
        return includeUsage != null
                && !includeUsage.isNull()
                && !(includeUsage.isBoolean() && !includeUsage.booleanValue());
    }
}
