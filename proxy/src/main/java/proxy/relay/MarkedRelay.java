package proxy.relay;

import io.netty.buffer.ByteBuf;
import proxy.affinity.IdMarker;

/** A relay whose answer names stored responses: each id is passed on so that it leads back to the account that gave it. */
final class MarkedRelay extends ForwardingRelay {

    private final IdMarker marker;

    MarkedRelay(Relay relay, IdMarker marker) {
        super(relay);
        this.marker = marker;
    }

    @Override
    public Fault part(ByteBuf part) {
        var marked = marker.mark(part);
        try {
            return super.part(marked);
        } finally {
            marked.release();
        }
    }
}
