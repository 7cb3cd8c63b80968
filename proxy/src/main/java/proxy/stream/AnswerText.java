package proxy.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Finds the pieces of text in events and whole answers, and what the service's own filters say of the prompt. */
public final class AnswerText {

    /** What is no JSON object, or something besides one. */
    public static final JsonNode UNREADABLE = MissingNode.getInstance();

    /** How long an answer may be is bounded where it is kept. */
    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private static final JsonNode NOTHING = JSON.createObjectNode();

    private static final String AUDIO = "response.audio.delta";

    private final Dialect dialect;
    private final boolean repeats;

    /**
     * @param repeats whether texts that the last events of a stream have whole are told again: of one that is taken up in its midst the
     *     pieces before have not been heard
     */
    public AnswerText(Dialect dialect, boolean repeats) {
        this.dialect = dialect;
        this.repeats = repeats;
    }

    /** Takes the texts of an answer, piece by piece. Of several answers side by side each is told apart by its number. */
    public interface Texts {

        /** @param text a name of the text that the piece goes on with, the same in every event */
        void piece(String answer, String text, String piece);

        /** The text that came last is over. */
        void over(String answer);
    }

    /** @return the JSON of an event: an empty object when there is none in it, {@link #UNREADABLE} when it is none */
    public static JsonNode ofEvent(ByteBuf event) {
        var fields = EventFields.of(ByteBufUtil.getBytes(event));
        if (!fields.hasData() || fields.dataIs(EventReader.DONE)) {
            return NOTHING;
        }
        try {
            return object(JSON.readTree(fields.bytes(), fields.from(), fields.length()));
        } catch (IOException e) {
            return UNREADABLE;
        }
    }

    /** @return the JSON of a whole answer, {@link #UNREADABLE} when it is none */
    public static JsonNode ofDocument(ByteBuf document) {
        try (InputStream in = new ByteBufInputStream(document.duplicate())) {
            return object(JSON.readTree(in));
        } catch (IOException e) {
            return UNREADABLE;
        }
    }

    /** @return the JSON of an answer that is plain text */
    public static JsonNode ofPlain(ByteBuf text) {
        return JsonNodeFactory.instance.objectNode().put("text", text.toString(StandardCharsets.UTF_8));
    }

    private static JsonNode object(JsonNode json) {
        return json.isObject() ? json : UNREADABLE;
    }

    /** Tells every piece of text in it. */
    public void pieces(JsonNode json, Texts texts) {
        switch (dialect) {
            case RESPONSES -> response(json, texts);
            case MEDIA -> transcript(json, texts);
            case CHAT, COMPLETIONS -> choices(json, texts);
        }
    }

    /** Events have it in pieces, and the last one whole again; a document has it whole, and in segments again. */
    private static void transcript(JsonNode json, Texts texts) {
        string("", "delta", json.path("delta"), texts);
        if (!json.has("type")) {
            string("", "text", json.path("text"), texts);
        }
    }

    private void response(JsonNode json, Texts texts) {
        var type = json.path("type").asText();
        var of = type + json.path("output_index") + json.path("content_index") + json.path("summary_index");
        string("", of, type.equals(AUDIO) ? UNREADABLE : json.path("delta"), texts);
        if (type.endsWith(".done")) {
            texts.over("");
        }
        document("output", json.path("output"), texts);
        if (repeats && type.isEmpty()) {
            items(json.path("data"), texts);
        } else if (repeats) {
            document(of, json, texts);
            document(of + "part", json.path("part"), texts);
            document(of + "item", json.path("item"), texts);
            document(of + "output", json.path("response").path("output"), texts);
        }
    }

    private void choices(JsonNode json, Texts texts) {
        var choices = json.path("choices");
        for (var index = 0; index < choices.size(); index++) {
            var choice = choices.get(index);
            var answer = Integer.toString(choice.path("index").asInt(index));
            walk(answer, answer, choice, texts);
            if (choice.path("finish_reason").isTextual()) {
                texts.over(answer);
            }
        }
    }

    /** What a response was asked with, as it is kept: messages, and what tools said. */
    private static void items(JsonNode items, Texts texts) {
        document("data", items, texts);
        for (var index = 0; index < items.size(); index++) {
            var item = items.path(index);
            string("", "data/" + index, item.path("content"), texts);
            string("", "data/" + index, item.path("output"), texts);
            document("data/" + index + "/output", item.path("output"), texts);
        }
    }

    /** Of a whole response its messages, and what it calls tools with. */
    private static void document(String of, JsonNode json, Texts texts) {
        for (var name : new String[] {"text", "refusal", "arguments", "input", "code"}) {
            string("", of + name, json.path(name), texts);
        }
        for (var index = 0; index < json.size(); index++) {
            document(of + index, json.path(index), texts);
        }
        for (var name : new String[] {"content", "summary"}) {
            if (json.has(name)) {
                document(of + name, json.path(name), texts);
            }
        }
    }

    private void walk(String answer, String of, JsonNode json, Texts texts) {
        if (json.isArray()) {
            for (var index = 0; index < json.size(); index++) {
                var item = json.get(index);
                walk(answer, of + '/' + item.path("index").asInt(index), item, texts);
            }
        }
        json.properties().forEach(field -> {
            if (dialect.isText(field.getKey())) {
                string(answer, of + '/' + field.getKey(), field.getValue(), texts);
            }
            if (field.getValue().isContainerNode()) {
                walk(answer, of + '/' + field.getKey(), field.getValue(), texts);
            }
        });
    }

    private static void string(String answer, String of, JsonNode value, Texts texts) {
        if (value.isTextual()) {
            texts.piece(answer, of, value.textValue());
        }
    }

    /** Whether the service says something of the prompt in it. */
    public static boolean judgesPrompt(JsonNode json) {
        return json.has("prompt_filter_results")
                || json.path("error").has("innererror")
                || !ofPrompt(json).isEmpty();
    }

    /** Tells what the service's own filters found in the prompt: names of their categories. */
    public static void shield(JsonNode json, Consumer<String> found) {
        json.path("prompt_filter_results").forEach(each -> filters(each.path("content_filter_results"), found));
        filters(json.at("/error/innererror/content_filter_result"), found);
        ofPrompt(json).forEach(each -> filters(each.path("content_filter_results"), found));
    }

    /** As the Responses API has it: in a response, the last event of a stream, or an error. */
    private static List<JsonNode> ofPrompt(JsonNode json) {
        var judgements = new ArrayList<JsonNode>();
        for (var holder : List.of(json, json.path("response"), json.path("error"))) {
            for (var each : holder.path("content_filters")) {
                if (each.path("source_type").asText().equals("prompt")) {
                    judgements.add(each);
                }
            }
        }
        return judgements;
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
