package proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/** Events that are held back until it is known that the account can answer: a copy, because a slice keeps all that came with it. */
final class Hold {

    private final ByteBufAllocator allocator;
    private final int maxBytes;
    private ByteBuf events;

    Hold(ByteBufAllocator allocator, int maxBytes) {
        this.allocator = allocator;
        this.maxBytes = maxBytes;
    }

    /** Takes events over. @return false when there are too many */
    boolean add(ByteBuf more) {
        if (events == null) {
            events = allocator.buffer(more.readableBytes());
        }
        events.writeBytes(more);
        more.release();
        return events.readableBytes() <= maxBytes;
    }

    /** Memory that is taken. */
    int bytes() {
        return events == null ? 0 : events.capacity();
    }

    /** Hands all over. */
    void release(Consumer<ByteBuf> to) {
        if (events != null) {
            var all = events;
            events = null;
            to.accept(all);
        }
    }
}
