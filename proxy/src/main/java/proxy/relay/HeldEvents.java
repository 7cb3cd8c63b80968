package proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;
import proxy.screen.TextScan;

/** Events of a stream that wait until it is known that their texts are in no word of the list, in their order. Lives on one event loop. */
final class HeldEvents {

    private final ByteBufAllocator allocator;
    private final Deque<Held> held = new ArrayDeque<>();
    private int bytes;

    /** @param open where the texts stood after this event */
    private record Held(ByteBuf bytes, Map<TextScan, TextScan.Mark> open) {

        boolean decided() {
            return open.entrySet().stream().allMatch(each -> each.getKey().decided(each.getValue()));
        }
    }

    HeldEvents(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Bytes of them. */
    int bytes() {
        return bytes;
    }

    /**
     * Holds one back, which stays the caller's: a copy, because a slice keeps all that came with it.
     *
     * @param open where its texts stood after it
     */
    void add(ByteBuf event, Map<TextScan, TextScan.Mark> open) {
        held.add(new Held(allocator.buffer(event.readableBytes()).writeBytes(event.duplicate()), open));
        bytes += event.readableBytes();
    }

    /** Adds the line feed that ends the one which came last. @return false when none waits any more */
    boolean late(ByteBuf lineFeed) {
        if (held.isEmpty()) {
            return false;
        }
        held.getLast().bytes().writeBytes(lineFeed.duplicate());
        bytes += lineFeed.readableBytes();
        return true;
    }

    /** Shows those that are decided, up to the first that is not; they stay here. */
    void release(Consumer<ByteBuf> to) {
        while (!held.isEmpty() && held.peek().decided()) {
            next(to);
        }
    }

    /** Shows them all, whatever is known of them. */
    void releaseAll(Consumer<ByteBuf> to) {
        while (!held.isEmpty()) {
            next(to);
        }
    }

    private void next(Consumer<ByteBuf> to) {
        var event = held.poll().bytes();
        bytes -= event.readableBytes();
        try {
            to.accept(event);
        } finally {
            event.release();
        }
    }

    /** None is passed any more. */
    void close() {
        held.forEach(each -> each.bytes().release());
        held.clear();
        bytes = 0;
    }
}
