package proxy.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * What the proxy knows of a request body, found in one pass without building a tree. The bytes themselves go upstream
 * untouched.
 *
 * @param model name asked for, empty when absent
 * @param stream whether the answer is to be an event stream
 * @param maxTokens bound that the caller set on the answer, 0 when none
 * @param promptAt index of the first byte of the prompt, 0 when there is none
 */
record RequestBody(Optional<String> model, boolean stream, int maxTokens, int promptAt) {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    /** @throws IOException when the body is not one JSON object, or names the model twice: another parser might take the other */
    static RequestBody scan(ByteBuf body) throws IOException {
        try (var in = new ByteBufInputStream(body.duplicate());
                var parser = JSON.createParser((InputStream) in)) {
            return read(parser);
        }
    }

    private static RequestBody read(JsonParser parser) throws IOException {
        String model = null;
        var stream = false;
        var maxTokens = 0;
        var promptAt = 0;
        expect(parser.nextToken() == JsonToken.START_OBJECT, "one JSON object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            switch (name) {
                case "model" -> {
                    expect(model == null && value == JsonToken.VALUE_STRING, "model once, a string");
                    model = parser.getText();
                }
                case "stream" -> stream = value == JsonToken.VALUE_TRUE;
                case "max_tokens", "max_completion_tokens", "max_output_tokens" ->
                    maxTokens = Math.max(maxTokens, value == JsonToken.VALUE_NUMBER_INT ? clamped(parser) : 0);
                case "messages", "input", "prompt" ->
                    promptAt = (int) parser.currentTokenLocation().getByteOffset();
                default -> {}
            }
            parser.skipChildren();
        }
        expect(
                parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null,
                "nothing after the JSON object");
        return new RequestBody(Optional.ofNullable(model), stream, maxTokens, promptAt);
    }

    private static int clamped(JsonParser parser) throws IOException {
        return Math.clamp(parser.getValueAsLong(Integer.MAX_VALUE), 0, Integer.MAX_VALUE);
    }

    private static void expect(boolean holds, String rule) throws IOException {
        if (!holds) {
            throw new IOException("Invalid JSON body (expected: " + rule + ")");
        }
    }
}
