package proxy.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import proxy.observe.TokenUsage;

/** The {@code usage} object, in the words of either API: prompt and completion tokens, or input and output tokens. */
final class UsageJson {

    private UsageJson() {}

    /** Reads the value at which the parser stands, to its end. Empty when it is not a usage. */
    static Optional<TokenUsage> read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return Optional.empty();
        }
        var prompt = -1L;
        var completion = 0L;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var number = parser.nextToken() == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : -1;
            switch (name) {
                case "prompt_tokens", "input_tokens" -> prompt = number;
                case "completion_tokens", "output_tokens" -> completion = Math.max(0, number);
                default -> parser.skipChildren();
            }
        }
        return prompt < 0 ? Optional.empty() : Optional.of(TokenUsage.exact(prompt, completion));
    }
}
