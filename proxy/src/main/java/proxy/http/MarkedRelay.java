package proxy.http;

import io.netty.buffer.ByteBuf;
import proxy.affinity.IdMarker;
import proxy.observe.TokenUsage;

/** A relay whose answer names stored responses: each id is passed on so that it leads back to the account that gave it. */
final class MarkedRelay implements Relay {

    private final Relay relay;
    private final IdMarker marker;

    MarkedRelay(Relay relay, IdMarker marker) {
        this.relay = relay;
        this.marker = marker;
    }

    @Override
    public Fault part(ByteBuf part) {
        var marked = marker.mark(part);
        try {
            return relay.part(marked);
        } finally {
            marked.release();
        }
    }

    @Override
    public boolean begun() {
        return relay.begun();
    }

    @Override
    public boolean end() {
        return relay.end();
    }

    @Override
    public boolean cut() {
        return relay.cut();
    }

    @Override
    public boolean failureTold() {
        return relay.failureTold();
    }

    @Override
    public TokenUsage usage() {
        return relay.usage();
    }

    @Override
    public void breakOff(Rejection rejection) {
        relay.breakOff(rejection);
    }

    @Override
    public void close() {
        relay.close();
    }
}
