package bench.account;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;

/** A stream on its way, an event for every token that was asked for up to the usual number: events at fixed times from its beginning, however late the last one was. */
final class EventStream implements Runnable {

    private final ChannelHandlerContext ctx;
    private final Texts texts;
    private final Behaviour behaviour;
    private final Fault fault;
    private final Asked asked;
    private final long chunks;
    private final Runnable complete;
    private long beganNanos;
    private int sent;

    /** @param complete told when the last byte is written */
    EventStream(
            ChannelHandlerContext ctx, Texts texts, Behaviour behaviour, Fault fault, Asked asked, Runnable complete) {
        this.ctx = ctx;
        this.texts = texts;
        this.behaviour = behaviour;
        this.fault = fault;
        this.asked = asked;
        this.chunks = asked.bound() == 0 ? behaviour.chunks() : Math.min(behaviour.chunks(), asked.bound());
        this.complete = complete;
    }

    void begin(ByteBuf head) {
        beganNanos = System.nanoTime();
        ctx.write(head);
        if (fault == Fault.ERROR_IN_200) {
            ctx.write(texts.errorEvent.duplicate());
            complete.run();
            ctx.writeAndFlush(texts.end.duplicate());
        } else {
            run();
        }
    }

    @Override
    public void run() {
        if (!ctx.channel().isActive()) {
            return;
        }
        if (sent == chunks) {
            end();
            return;
        }
        sent++;
        ctx.writeAndFlush(texts.event.duplicate());
        if (fault == Fault.CUT && sent > chunks / 2) {
            ctx.close();
            return;
        }
        var due = beganNanos + sent * behaviour.chunkMillis() * 1_000_000L;
        ctx.executor().schedule(this, due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void end() {
        complete.run();
        ctx.write(texts.lastEvent.duplicate());
        if (asked.usage()) {
            ctx.write(texts.usageEvent.duplicate());
        }
        ctx.writeAndFlush(texts.done.duplicate());
    }
}
