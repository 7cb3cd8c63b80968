package bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Cuts a connection's bytes into heads, pieces of bodies and ends. A message without length or chunks has no body. */
public abstract class Framing extends ByteToMessageDecoder {

    private enum At {
        HEAD,
        FIXED,
        SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER
    }

    private static final int LINE_END = 2;

    private At at = At.HEAD;
    private long left;
    private int searched;

    protected abstract void onHead(ChannelHandlerContext ctx, Head head);

    /** @param piece valid during the call */
    protected abstract void onBody(ChannelHandlerContext ctx, ByteBuf piece);

    protected abstract void onEnd(ChannelHandlerContext ctx);

    @Override
    protected final void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        var more = true;
        while (more && in.isReadable() && !ctx.isRemoved()) {
            more = switch (at) {
                case HEAD -> head(ctx, in);
                case FIXED -> body(ctx, in, null);
                case SIZE -> size(in);
                case CHUNK -> body(ctx, in, At.CHUNK_END);
                case CHUNK_END -> skipLine(in, At.SIZE);
                case TRAILER -> trailer(ctx, in);
            };
        }
    }

    private boolean head(ChannelHandlerContext ctx, ByteBuf in) {
        var length = headLength(in);
        if (length < 0) {
            return false;
        }
        var head = new Head(in.readCharSequence(length, StandardCharsets.ISO_8859_1)
                .toString()
                .toLowerCase(Locale.ROOT));
        left = Math.max(0, head.number("content-length"));
        var chunked = head.chunked();
        at = chunked ? At.SIZE : left > 0 ? At.FIXED : At.HEAD;
        onHead(ctx, head);
        if (at == At.HEAD) {
            onEnd(ctx);
        }
        return true;
    }

    private int headLength(ByteBuf in) {
        var from = in.readerIndex() + Math.max(0, searched - 3);
        for (var index = from; index + 3 < in.writerIndex(); index++) {
            if (in.getInt(index) == 0x0D0A0D0A) {
                searched = 0;
                return index + 4 - in.readerIndex();
            }
        }
        searched = in.readableBytes();
        return -1;
    }

    private boolean body(ChannelHandlerContext ctx, ByteBuf in, At next) {
        var length = (int) Math.min(left, in.readableBytes());
        left -= length;
        onBody(ctx, in.readSlice(length));
        if (left == 0) {
            at = next == null ? At.HEAD : next;
            if (next == null) {
                onEnd(ctx);
            }
        }
        return true;
    }

    private boolean size(ByteBuf in) {
        var line = line(in);
        if (line == null) {
            return false;
        }
        var end = line.indexOf(';');
        left = Long.parseLong((end < 0 ? line : line.substring(0, end)).strip(), 16);
        at = left == 0 ? At.TRAILER : At.CHUNK;
        return true;
    }

    private boolean skipLine(ByteBuf in, At next) {
        if (line(in) == null) {
            return false;
        }
        at = next;
        return true;
    }

    private boolean trailer(ChannelHandlerContext ctx, ByteBuf in) {
        var line = line(in);
        if (line == null) {
            return false;
        }
        if (line.isEmpty()) {
            at = At.HEAD;
            onEnd(ctx);
        }
        return true;
    }

    private static String line(ByteBuf in) {
        var length = in.bytesBefore((byte) '\n') + 1;
        if (length == 0) {
            return null;
        }
        var line = in.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
        return line.substring(0, Math.max(0, length - LINE_END));
    }
}
