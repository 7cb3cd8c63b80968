package proxy.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a body says of {@code stream_options.include_usage}, and the smallest change that makes it true. Everything else stays
 * byte for byte what the caller wrote.
 *
 * @param asked whether nothing needs to change: the caller asked for the usage, or wrote what is not an object, for the account to
 *     refuse
 * @param at index of the first byte that changes
 * @param length how many bytes are replaced
 * @param text what replaces them
 */
public record StreamOptions(boolean asked, int at, int length, String text) {

    private static final StreamOptions ASKED = new StreamOptions(true, 0, 0, "");

    /** @param at index of the first byte inside the body's object, which is not empty */
    static StreamOptions absent(int at) {
        return new StreamOptions(false, at, 0, "\"stream_options\":{\"include_usage\":true},");
    }

    /** Reads the value at which the parser stands, to its end. */
    static StreamOptions read(JsonParser parser) throws IOException {
        var at = at(parser);
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return new StreamOptions(false, at, "null".length(), "{\"include_usage\":true}");
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return ASKED;
        }
        StreamOptions found = null;
        var empty = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            empty = false;
            var name = parser.currentName();
            var value = parser.nextToken();
            if (name.equals("include_usage")) {
                RequestBody.expect(found == null, "include_usage once");
                found = includeUsage(value, at(parser));
            }
            parser.skipChildren();
        }
        return found != null
                ? found
                : new StreamOptions(false, at + 1, 0, "\"include_usage\":true" + (empty ? "" : ","));
    }

    private static StreamOptions includeUsage(JsonToken value, int at) {
        return switch (value) {
            case VALUE_FALSE -> new StreamOptions(false, at, "false".length(), "true");
            case VALUE_NULL -> new StreamOptions(false, at, "null".length(), "true");
            default -> ASKED;
        };
    }

    private static int at(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** The changed body, made of the caller's, which it takes over. */
    public ByteBuf change(ByteBuf body) {
        var start = body.readerIndex();
        var rest = start + at + length;
        return Unpooled.wrappedBuffer(
                body.retainedSlice(start, at),
                Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)),
                body.slice(rest, body.writerIndex() - rest));
    }
}
