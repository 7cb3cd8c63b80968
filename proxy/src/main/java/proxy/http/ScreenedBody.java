package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.Supplier;
import proxy.observe.TokenUsage;
import proxy.stream.AnswerText;
import proxy.stream.BodyTail;

/**
 * Looks at an answer that is one document once it is whole. When a word of the list is to be refused, nothing of it passes before; the
 * client then gets an error in its place.
 */
final class ScreenedBody implements Relay {

    private final Supplier<Relay> relays;
    private final AnswerCheck check;
    private final MemoryBudget.Share memory;
    private final BodyTail tail = new BodyTail();
    private final ByteBuf body;
    private Relay relay;
    private boolean whole;
    private boolean screened;
    private boolean closed;

    /** @param relays makes the relay that begins the answer */
    ScreenedBody(ChannelHandlerContext ctx, Supplier<Relay> relays, AnswerCheck check, MemoryBudget memory) {
        this.relays = relays;
        this.check = check;
        this.memory = memory.share();
        this.body = ctx.alloc().buffer(0, Integer.MAX_VALUE);
        if (!check.blocks()) {
            relay = relays.get();
        }
    }

    @Override
    public Fault part(ByteBuf part) {
        if (!memory.resize((long) body.readableBytes() + part.readableBytes())) {
            return Fault.OVERLOADED;
        }
        tail.observe(part);
        body.writeBytes(part.duplicate());
        return relay == null ? Fault.NONE : relay.part(part);
    }

    @Override
    public boolean begun() {
        return relay != null && relay.begun();
    }

    @Override
    public boolean end() {
        whole = true;
        var json = AnswerText.ofDocument(ByteBufUtil.getBytes(body));
        check.shield(json);
        if (check.readsText()) {
            check.look(json);
            check.end();
        }
        if (check.refused()) {
            screened = true;
            return false;
        }
        if (relay == null) {
            relay = relays.get();
            if (relay.part(body) != Fault.NONE) {
                return false;
            }
        }
        return relay.end();
    }

    @Override
    public boolean screened() {
        return screened;
    }

    @Override
    public boolean cut() {
        return false;
    }

    @Override
    public boolean failureTold() {
        return false;
    }

    @Override
    public TokenUsage usage() {
        return whole ? tail.usage() : TokenUsage.UNKNOWN;
    }

    @Override
    public void breakOff(Rejection rejection) {
        relay.breakOff(rejection);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            body.release();
            memory.resize(0);
        }
        if (relay != null) {
            relay.close();
        }
    }
}
