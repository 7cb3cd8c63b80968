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
    private static final byte[] FIELD = "\"usage\"".getBytes(StandardCharsets.US_ASCII);

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
        for (var at = fieldBefore(tail.length); at > 0; at = fieldBefore(at)) {
            var usage = usageAt(at);
            if (usage.isPresent()) {
                return usage.get();
            }
        }
        return TokenUsage.UNKNOWN;
    }

    /** @return index of the last field of that name that ends before there and has something before it, -1 when there is none */
    private int fieldBefore(int end) {
        for (var at = end - FIELD.length; at > 0; at--) {
            if (tail[at] == FIELD[0] && isField(at)) {
                return at;
            }
        }
        return -1;
    }

    /** A quote behind a backslash begins no name: it stands within one. */
    private boolean isField(int at) {
        return tail[at - 1] != '\\' && Arrays.equals(tail, at, at + FIELD.length, FIELD, 0, FIELD.length);
    }

    private Optional<TokenUsage> usageAt(int at) {
        var before = tail[at - 1];
        tail[at - 1] = '{';
        try (var parser = JSON.createParser(tail, at - 1, tail.length - at + 1)) {
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
        } finally {
            tail[at - 1] = before;
        }
    }
}
