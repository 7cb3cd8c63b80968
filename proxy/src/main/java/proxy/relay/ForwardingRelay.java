package proxy.relay;

import io.netty.buffer.ByteBuf;
import proxy.observe.Reason;
import proxy.observe.TokenUsage;

/** A relay before another one, to which it leaves all that it does not do itself. */
abstract class ForwardingRelay implements Relay {

    private final Relay next;

    ForwardingRelay(Relay next) {
        this.next = next;
    }

    @Override
    public Fault part(ByteBuf part) {
        return next.part(part);
    }

    @Override
    public boolean begun() {
        return next.begun();
    }

    @Override
    public boolean end() {
        return next.end();
    }

    @Override
    public boolean cut() {
        return next.cut();
    }

    @Override
    public String refusal() {
        return next.refusal();
    }

    @Override
    public boolean failureTold() {
        return next.failureTold();
    }

    @Override
    public TokenUsage usage() {
        return next.usage();
    }

    @Override
    public void breakOff(Reason reason, String message) {
        next.breakOff(reason, message);
    }

    @Override
    public void close() {
        next.close();
    }
}
