package proxy.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the proxy knows of a request body, found in one pass without building a tree.
 *
 * @param model name asked for, empty when absent
 * @param stream whether the answer is to be an event stream
 * @param maxTokens bound that the caller set on the answer, 0 when none
 * @param answers how many of that length are made
 * @param prompt how large it is
 * @param promptAt index of the first byte of the prompt, 0 when there is none
 * @param options what it says of the usage of a stream
 * @param ownData whether it brings {@code data_sources}, with which Azure takes no {@code stream_options} (release notes of
 *     Azure.AI.OpenAI 2.1.0)
 * @param continuation what it builds on that an account keeps
 */
public record RequestBody(
        Optional<String> model,
        boolean stream,
        int maxTokens,
        int answers,
        Prompt prompt,
        int promptAt,
        StreamOptions options,
        boolean ownData,
        Continuation continuation) {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    /** Decided by here and read again by the account: were they named twice, the two might take different ones. */
    private static final Set<String> ONCE =
            Set.of("model", "stream", "stream_options", "previous_response_id", "conversation");

    private static final String UTF_8 = "JSON in UTF-8, without byte order mark";

    /** Says what is wrong, in words that quote nothing of the body. */
    public static final class Unusable extends IOException {

        private static final long serialVersionUID = 1L;

        private Unusable(String rule) {
            super("The body is not what is served here (expected: " + rule + ")");
        }
    }

    static RequestBody scan(ByteBuf body) throws Unusable {
        begin(body);
        try (var in = new Utf8Input(body);
                var parser = JSON.createParser((InputStream) in)) {
            return new Scan(parser).run();
        } catch (Unusable e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new Unusable("JSON");
        } catch (IOException e) {
            throw new Unusable(UTF_8);
        }
    }

    /** What a form says, which has neither a prompt that is counted nor options. */
    static RequestBody ofForm(Optional<String> model, boolean stream) {
        return new RequestBody(model, stream, 0, 1, Prompt.NONE, 0, StreamOptions.absent(0), false, Continuation.NONE);
    }

    /**
     * JSON between systems is UTF-8 without a byte order mark (RFC 8259 section 8.1). By its first bytes other parsers guess otherwise; the
     * rest is looked at while it is read, because Jackson takes overlong characters, and bytes that are none, for letters of a name.
     */
    private static void begin(ByteBuf body) throws Unusable {
        var start = body.readerIndex();
        for (var index = start; index < Math.min(start + 4, body.writerIndex()); index++) {
            expect(body.getByte(index) != 0, UTF_8);
        }
        expect(!body.isReadable() || body.getUnsignedByte(start) < 0x80, UTF_8);
    }

    static void expect(boolean holds, String rule) throws Unusable {
        if (!holds) {
            throw new Unusable(rule);
        }
    }

    private static final class Scan {

        private final JsonParser parser;
        private final Set<String> seen = new HashSet<>();
        private String model;
        private boolean stream;
        private int maxTokens;
        private int answers = 1;
        private Prompt prompt = Prompt.NONE;
        private int promptAt;
        /** Where a text of the prompt begins of which the end is not known yet, or less than 0. */
        private int textAt = -1;

        private StreamOptions options;
        private boolean ownData;
        private Continuation continuation = Continuation.NONE;

        private Scan(JsonParser parser) {
            this.parser = parser;
        }

        private RequestBody run() throws IOException {
            expect(parser.nextToken() == JsonToken.START_OBJECT, "one JSON object");
            options = StreamOptions.absent(at() + 1);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                endText();
                var name = parser.currentName();
                expect(!ONCE.contains(name) || seen.add(name), name + " once");
                field(name, parser.nextToken());
                parser.skipChildren();
            }
            endText();
            expect(
                    parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null,
                    "nothing after the JSON object");
            return new RequestBody(
                    Optional.ofNullable(model),
                    stream,
                    maxTokens,
                    answers,
                    prompt,
                    promptAt,
                    options,
                    ownData,
                    continuation);
        }

        private void field(String name, JsonToken value) throws IOException {
            switch (name) {
                case "model" -> {
                    expect(value == JsonToken.VALUE_STRING, "model, a string");
                    model = parser.getText();
                }
                case "stream" -> stream = value == JsonToken.VALUE_TRUE;
                case "stream_options" -> options = StreamOptions.read(parser);
                case "data_sources" -> ownData = true;
                case "previous_response_id" -> continuation = continuation.of(parser);
                case "conversation" -> continuation = continuation.inConversation(value != JsonToken.VALUE_NULL);
                case "max_tokens", "max_completion_tokens", "max_output_tokens" ->
                    maxTokens = Math.max(maxTokens, value == JsonToken.VALUE_NUMBER_INT ? clamped() : 0);
                case "n", "best_of" -> answers = Math.max(answers, value == JsonToken.VALUE_NUMBER_INT ? clamped() : 1);
                case "messages", "input", "prompt" -> {
                    promptAt = at();
                    prompt(value);
                }
                case "instructions", "suffix" -> prompt(value);
                case "tools", "functions", "response_format", "text" -> {
                    if (value.isStructStart()) {
                        prompt = prompt.and(Prompt.whole(parser));
                    }
                }
                default -> {}
            }
        }

        private void prompt(JsonToken value) throws IOException {
            if (value.isStructStart()) {
                prompt = prompt.and(Prompt.read(parser));
            } else if (value == JsonToken.VALUE_STRING) {
                textAt = at();
            }
        }

        private void endText() {
            if (textAt >= 0) {
                prompt = prompt.and(Prompt.ofText(textAt, at()));
                textAt = -1;
            }
        }

        private int clamped() throws IOException {
            return Math.clamp(parser.getValueAsLong(Integer.MAX_VALUE), 0, Integer.MAX_VALUE);
        }

        private int at() {
            return Prompt.at(parser);
        }
    }
}
