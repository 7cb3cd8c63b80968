package proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks the egress proxy for a tunnel, and leaves the pipeline when the tunnel stands (RFC 9110 section 9.3.6). */
final class ConnectTunnel extends ByteToMessageDecoder {

    private static final int MAX_ANSWER = 8 * 1024;

    private final String authority;
    private final Duration timeout;
    private final Promise<Void> done;
    private Future<?> timer;

    /** @param done succeeds when the tunnel stands; fails when the proxy refuses, answers nonsense or stays silent */
    ConnectTunnel(String authority, Duration timeout, Promise<Void> done) {
        this.authority = authority;
        this.timeout = timeout;
        this.done = done;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        var request = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
        ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), request));
        timer = ctx.executor()
                .schedule(() -> fail(ctx, "no answer in time"), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        var text = in.toString(in.readerIndex(), Math.min(in.readableBytes(), MAX_ANSWER), StandardCharsets.ISO_8859_1);
        var end = text.indexOf("\r\n\r\n");
        if (end < 0 && in.readableBytes() < MAX_ANSWER) {
            return;
        }
        in.skipBytes(in.readableBytes());
        // A TLS server never speaks first: bytes after the answer are not the account's.
        if (text.matches("(?s)HTTP/1\\.[01] 200 .*") && end + 4 == text.length()) {
            timer.cancel(false);
            ctx.pipeline().remove(this);
            done.trySuccess(null);
        } else {
            fail(ctx, text.lines().findFirst().orElse("nothing"));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, "closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, cause.toString());
    }

    private void fail(ChannelHandlerContext ctx, String seen) {
        if (timer != null) {
            timer.cancel(false);
        }
        done.tryFailure(new IOException("HTTPS_PROXY: " + seen + " (expected: 200 to CONNECT " + authority + ")"));
        ctx.close();
    }
}
