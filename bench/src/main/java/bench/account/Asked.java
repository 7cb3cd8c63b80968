package bench.account;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What an account reads in a request.
 *
 * @param id the number of the request, carried in {@code user} as {@code r17} because bodies pass proxies untouched; -1 when absent
 * @param tokens what is counted at admission: a quarter of the prompt's characters and the bound of the answer, as the local Azure
 *     counts
 * @param bound of the answer, 0 when it has none
 */
record Asked(int id, long tokens, long bound, boolean stream, boolean usage) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int CHARACTERS_PER_TOKEN = 4;

    static Asked read(ByteBuf body) throws IOException {
        var id = -1;
        var characters = 0L;
        var bound = 0L;
        var stream = false;
        var usage = false;
        try (var parser = JSON.createParser((InputStream) new ByteBufInputStream(body.duplicate()))) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME || parser.currentName() == null) {
                    continue;
                }
                switch (parser.currentName()) {
                    case "content", "prompt", "input", "text" -> characters += length(parser, token);
                    case "max_tokens", "max_completion_tokens", "max_output_tokens" ->
                        bound = Math.max(bound, token.isNumeric() ? parser.getLongValue() : 0);
                    case "stream" -> stream = token == JsonToken.VALUE_TRUE;
                    case "include_usage" -> usage = token == JsonToken.VALUE_TRUE;
                    case "user" -> id = token == JsonToken.VALUE_STRING ? number(parser.getText()) : -1;
                    default -> {}
                }
            }
        }
        var prompt = Math.max(1, (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN);
        return new Asked(id, prompt + bound, bound, stream, usage);
    }

    private static long length(JsonParser parser, JsonToken token) throws IOException {
        return token == JsonToken.VALUE_STRING ? parser.getTextLength() : 0;
    }

    private static int number(String user) {
        return user.matches("r\\d{1,8}") ? Integer.parseInt(user, 1, user.length(), 10) : -1;
    }
}
