package proxy.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import proxy.io.Deadline;

/**
 * One connection to an account. It lives on one event loop.
 *
 * <pre>
 *   idle ──assign──► busy ──answer complete, both sides keep alive──► idle
 *     │                │
 *     │ any byte       │ failure, cancel, answer before the request was sent
 *     └────────► closed ◄──┘
 * </pre>
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {

    private final Target target;
    private final AnswerReader reader = new AnswerReader();
    private Channel channel;
    private Attempt attempt;
    private Deadline deadline;

    UpstreamConnection(Target target) {
        this.target = target;
    }

    Target target() {
        return target;
    }

    Channel channel() {
        return channel;
    }

    /** Of the request that it serves now. */
    AnswerReader reader() {
        return reader;
    }

    /** The one timer of what it does now. */
    Deadline deadline() {
        return deadline;
    }

    /** Gives the connection to an attempt. */
    void assign(Attempt next) {
        attempt = next;
        reader.restart();
        deadline.clear();
    }

    /** Makes it idle, and retires it when it is for too long. */
    void idle(Duration atMost, Runnable retire) {
        attempt = null;
        deadline.set(atMost, retire);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        deadline = new Deadline(ctx.executor(), cause -> exceptionCaught(ctx, cause));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (attempt == null) {
                ctx.close();
            } else {
                attempt.read(message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (attempt != null) {
            attempt.readComplete();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.close();
        if (attempt != null) {
            attempt.fail(AttemptListener.Failure.RESET, "closed by the account");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (attempt != null) {
            attempt.fail(AttemptListener.Failure.RESET, cause.toString());
        }
        ctx.close();
    }
}
