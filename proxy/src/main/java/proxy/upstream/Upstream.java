package proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.util.function.Supplier;
import proxy.io.Fields;

/** Sends requests to accounts from one event loop; all calls happen on it. */
public final class Upstream {

    private final EventLoop loop;
    private final ConnectionPool pool;
    private final Supplier<Duration> firstByte;
    private final Supplier<Duration> idle;

    /**
     * @param firstByte longest silence before an answer begins
     * @param idle longest silence within an answer
     */
    public Upstream(EventLoop loop, Connector connector, Supplier<Duration> firstByte, Supplier<Duration> idle) {
        this.loop = loop;
        this.pool = new ConnectionPool(loop, connector);
        this.firstByte = firstByte;
        this.idle = idle;
    }

    /** An attempt that is not started yet. The body stays the caller's: it is retained while it is written. */
    public Attempt attempt(Target target, Request request, AttemptListener listener) {
        return new Attempt(pool, target, request, listener, firstByte.get(), idle.get());
    }

    /** {@code path} follows the target's base path, and the fields follow its host. */
    public record Request(HttpMethod method, String path, Fields fields, ByteBuf body) {

        /** Up to here copying costs less than sending two pieces. */
        private static final int MAX_COPIED_BYTES = 4 * 1024;

        /** A small body leaves in one piece with the head; a large one is not copied. */
        ChannelFuture write(Channel to, Target target) {
            var first = method + " " + target.basePath() + path + " HTTP/1.1\r\nhost: " + target.authority();
            var small = body.readableBytes() <= MAX_COPIED_BYTES;
            var out = fields.head(first, to.alloc(), small ? body.readableBytes() : 0);
            if (small) {
                return to.writeAndFlush(with(body, out));
            }
            to.write(out);
            return to.writeAndFlush(body.retainedDuplicate());
        }

        private static ByteBuf with(ByteBuf body, ByteBuf out) {
            try {
                return out.writeBytes(body, body.readerIndex(), body.readableBytes());
            } catch (RuntimeException | Error e) {
                out.release();
                throw e;
            }
        }
    }
}
