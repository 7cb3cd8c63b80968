package proxy.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What a body builds on that an account keeps.
 *
 * @param previous id of a response, empty for none
 * @param at index of its first byte, the quotation mark
 * @param length of it in bytes, with both quotation marks
 * @param conversation whether it names a conversation
 */
public record Continuation(String previous, int at, int length, boolean conversation) {

    static final Continuation NONE = new Continuation("", 0, 0, false);

    /** The same with the response whose id the parser stands at; what is no text is the account's to refuse. */
    Continuation of(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return this;
        }
        var id = parser.getText();
        var start = (int) parser.currentTokenLocation().getByteOffset();
        return new Continuation(id, start, (int) parser.currentLocation().getByteOffset() - start, conversation);
    }

    Continuation inConversation(boolean named) {
        return new Continuation(previous, at, length, named);
    }

    /** The body with another id, made of the caller's, which it takes over. */
    public ByteBuf change(ByteBuf body, String id) {
        var start = body.readerIndex();
        var rest = start + at + length;
        return Unpooled.wrappedBuffer(
                body.retainedSlice(start, at),
                Unpooled.wrappedBuffer(("\"" + id + "\"").getBytes(StandardCharsets.UTF_8)),
                body.slice(rest, body.writerIndex() - rest));
    }
}
