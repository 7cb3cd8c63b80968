package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import proxy.io.Fields;

/**
 * An answer as bytes. What is small is gathered, so that head, body and framing leave in one piece and not as a list of pieces; what is
 * large passes uncopied. Lives on one event loop.
 */
final class Outgoing {

    /** Up to here copying costs less than one piece more. */
    private static final int SMALL = 4 * 1024;
    /** What usually follows a head before the first flush. */
    private static final int ROOM = 1024;

    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");

    private final ChannelHandlerContext ctx;
    private ByteBuf gathered;
    private boolean chunked;

    Outgoing(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    /** @param inChunks whether the body is framed by chunks; else a field tells its length, or there is none */
    void head(int status, Fields fields, boolean inChunks) {
        chunked = inChunks;
        if (inChunks) {
            fields.add("transfer-encoding", "chunked");
        }
        pass();
        gathered = fields.head("HTTP/1.1 " + HttpResponseStatus.valueOf(status), ctx.alloc(), ROOM);
    }

    /** Takes a part of the body over. */
    void body(ByteBuf part) {
        var length = part.readableBytes();
        if (chunked && length > 0) {
            hexadecimal(room(length <= SMALL ? length + 2 * Long.BYTES : Long.BYTES + LINE_END.length), length);
        }
        if (length <= SMALL) {
            room(length).writeBytes(part);
            part.release();
        } else {
            pass();
            ctx.write(part);
        }
        if (chunked && length > 0) {
            room(LINE_END.length).writeBytes(LINE_END);
        }
    }

    /** The body is complete. */
    void last() {
        if (chunked) {
            room(LAST_CHUNK.length).writeBytes(LAST_CHUNK);
        }
    }

    void flush() {
        pass();
        ctx.flush();
    }

    /** What has not been flushed never leaves. */
    void drop() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private void pass() {
        if (gathered != null) {
            ctx.write(gathered);
            gathered = null;
        }
    }

    private ByteBuf room(int bytes) {
        if (gathered != null && gathered.readableBytes() + bytes > SMALL) {
            pass();
        }
        if (gathered == null) {
            gathered = ctx.alloc().buffer(bytes);
        }
        return gathered;
    }

    private static void hexadecimal(ByteBuf to, int length) {
        for (var shift = 28 - Integer.numberOfLeadingZeros(length) / 4 * 4; shift >= 0; shift -= 4) {
            to.writeByte(Character.forDigit(length >> shift & 0xf, 16));
        }
        to.writeBytes(LINE_END);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
