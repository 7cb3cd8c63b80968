package proxy.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Finds the pieces of text in events and whole answers, and what the service's own filters say of the prompt. */
public final class AnswerText {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode NOTHING = JSON.createObjectNode();

    private final Dialect dialect;

    public AnswerText(Dialect dialect) {
        this.dialect = dialect;
    }

    /** @return the JSON of an event; an empty object when it has none */
    public static JsonNode ofEvent(ByteBuf event) {
        var fields = EventFields.of(ByteBufUtil.getBytes(event));
        return fields.hasData() ? read(fields.bytes(), fields.from(), fields.length()) : NOTHING;
    }

    /** @return the JSON of a whole answer; an empty object when it is none */
    public static JsonNode ofDocument(byte[] bytes) {
        return read(bytes, 0, bytes.length);
    }

    private static JsonNode read(byte[] bytes, int from, int length) {
        try {
            return JSON.readTree(bytes, from, length);
        } catch (IOException e) {
            return NOTHING;
        }
    }

    /**
     * Tells every piece of text in it.
     *
     * @param text takes a name of the text that the piece belongs to, the same in every event, and the piece
     */
    public void pieces(JsonNode json, BiConsumer<String, String> text) {
        if (dialect == Dialect.RESPONSES) {
            var of = json.path("type").asText() + json.path("output_index") + json.path("content_index");
            string(of, json.path("delta"), text);
            document("output", json.path("output"), text);
        } else {
            walk("", json.path("choices"), text);
        }
    }

    /** Of a whole response its messages, and what it calls tools with. */
    private static void document(String of, JsonNode json, BiConsumer<String, String> text) {
        for (var name : new String[] {"text", "refusal", "arguments"}) {
            string(of + name, json.path(name), text);
        }
        for (var index = 0; index < json.size(); index++) {
            document(of + index, json.path(index), text);
        }
        if (json.has("content")) {
            document(of + "content", json.path("content"), text);
        }
    }

    private void walk(String of, JsonNode json, BiConsumer<String, String> text) {
        if (json.isArray()) {
            for (var index = 0; index < json.size(); index++) {
                var item = json.get(index);
                walk(of + '/' + item.path("index").asInt(index), item, text);
            }
        }
        json.properties().forEach(field -> {
            if (dialect.isText(field.getKey())) {
                string(of + '/' + field.getKey(), field.getValue(), text);
            }
            if (field.getValue().isContainerNode()) {
                walk(of + '/' + field.getKey(), field.getValue(), text);
            }
        });
    }

    private static void string(String of, JsonNode value, BiConsumer<String, String> text) {
        if (value.isTextual()) {
            text.accept(of, value.textValue());
        }
    }

    /** Whether the service says something of the prompt in it. */
    public static boolean judgesPrompt(JsonNode json) {
        return json.has("prompt_filter_results") || json.path("error").has("innererror");
    }

    /** Tells what the service's own filters found in the prompt: names of their categories. */
    public static void shield(JsonNode json, Consumer<String> found) {
        json.path("prompt_filter_results").forEach(each -> filters(each.path("content_filter_results"), found));
        filters(json.at("/error/innererror/content_filter_result"), found);
    }

    private static void filters(JsonNode results, Consumer<String> found) {
        for (var category : results.properties()) {
            if (category.getValue().path("detected").booleanValue()
                    || category.getValue().path("filtered").booleanValue()) {
                found.accept(category.getKey());
            }
        }
    }
}
