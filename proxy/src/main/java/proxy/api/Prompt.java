package proxy.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Pictures, sound and files in a prompt: how many tokens each is has little to do with its bytes.
 *
 * @param count of them, with those that the service fetches itself
 * @param bytes of those that the prompt brings along, about
 */
public record Attachments(int count, int bytes) {

    public static final Attachments NONE = new Attachments(0, 0);

    /**
     * A square picture of 1,024 pixels in high detail: 85, and 170 for each of four tiles ("Calculate costs" of OpenAI's guide "Images and
     * vision", for GPT-4o). Others are 85 to 1,445 there; sound and files are guessed to be the same.
     */
    static final int TOKENS = 765;

    private static final byte[] DATA = "\"data:".getBytes(StandardCharsets.US_ASCII);

    /** Tokens of a body of so many bytes, of which four of text are one. */
    public int tokens(int bodyBytes) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, bodyBytes - bytes) / 4L + (long) count * TOKENS);
    }

    /** Reads the value at which the parser stands, to its end. @param body that the parser reads */
    static Attachments read(JsonParser parser, ByteBuf body) throws IOException {
        var count = 0;
        var bytes = 0;
        var began = -1;
        var depth = parser.currentToken().isStructStart() ? 1 : 0;
        while (depth > 0) {
            var token = parser.nextToken();
            if (began >= 0) {
                bytes += at(parser) - began;
                began = -1;
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING && attached(parser)) {
                count++;
                began = sound(parser) || brought(body, at(parser)) ? at(parser) : -1;
            }
        }
        return new Attachments(count, bytes);
    }

    private static boolean attached(JsonParser parser) throws IOException {
        // A text of its own, or of a list, has no name.
        return switch (String.valueOf(parser.currentName())) {
            case "image_url", "file_data" -> true;
            case "url" -> "image_url".equals(nameOfObject(parser));
            case "data" -> sound(parser);
            default -> false;
        };
    }

    /** It is Base64 alone. */
    private static boolean sound(JsonParser parser) throws IOException {
        return "data".equals(parser.currentName()) && "input_audio".equals(nameOfObject(parser));
    }

    private static String nameOfObject(JsonParser parser) {
        return parser.getParsingContext().getParent().getCurrentName();
    }

    private static boolean brought(ByteBuf body, int at) {
        var start = body.readerIndex() + at;
        for (var index = 0; index < DATA.length; index++) {
            if (start + index >= body.writerIndex() || body.getByte(start + index) != DATA[index]) {
                return false;
            }
        }
        return true;
    }

    private static int at(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }
}
