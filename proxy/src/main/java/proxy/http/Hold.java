package proxy.http;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Events that are held back until it is known that the account can answer. */
final class Hold {

    private final int maxBytes;
    private final Deque<ByteBuf> events = new ArrayDeque<>();
    private int bytes;

    Hold(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes events over. @return false when there are too many */
    boolean add(ByteBuf more) {
        events.add(more);
        bytes += more.readableBytes();
        return bytes <= maxBytes;
    }

    int bytes() {
        return bytes;
    }

    /** Hands all over, in order. */
    void release(Consumer<ByteBuf> to) {
        bytes = 0;
        while (!events.isEmpty()) {
            to.accept(events.poll());
        }
    }
}
