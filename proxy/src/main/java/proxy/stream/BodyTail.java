package proxy.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import proxy.observe.TokenUsage;

/**
 * Finds the usage of a JSON answer in its last bytes, which is where the API has it. Only the answer's own field counts, not one of
 * that name deeper inside: from it on, what remains is one object to the very end.
 */
public final class BodyTail {

    /** What may follow the usage: of the longest, a response's metadata of 16 pairs (16 x 576 characters), mostly ASCII. */
    private static final int BYTES = 16 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final String FIELD = "\"usage\"";

    private byte[] tail = new byte[0];

    /** Takes the next bytes; they stay the caller's. */
    public void observe(ByteBuf part) {
        var fresh = Math.min(part.readableBytes(), BYTES);
        var kept = Math.min(tail.length, BYTES - fresh);
        var next = new byte[kept + fresh];
        System.arraycopy(tail, tail.length - kept, next, 0, kept);
        part.getBytes(part.writerIndex() - fresh, next, kept, fresh);
        tail = next;
    }

    /** What the answer says it used, when these bytes are its end. */
    public TokenUsage usage() {
        var text = new String(tail, StandardCharsets.ISO_8859_1);
        for (var at = text.lastIndexOf(FIELD); at > 0; at = text.lastIndexOf(FIELD, at - 1)) {
            var usage = usageAt(at);
            if (usage.isPresent()) {
                return usage.get();
            }
        }
        return TokenUsage.UNKNOWN;
    }

    private Optional<TokenUsage> usageAt(int at) {
        var object = Arrays.copyOfRange(tail, at - 1, tail.length);
        object[0] = '{';
        try (var parser = JSON.createParser(object)) {
            parser.nextToken();
            parser.nextToken();
            parser.nextToken();
            var usage = UsageJson.read(parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                parser.nextToken();
                parser.skipChildren();
            }
            return parser.nextToken() == null ? usage : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
