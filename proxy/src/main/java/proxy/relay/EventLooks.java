package proxy.relay;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import proxy.io.Aside;
import proxy.io.Backstop;
import proxy.screen.TextScan;
import proxy.stream.AnswerText;

/**
 * Looks at the events of one stream, in their order: at a short one at once, at a long one beside the event loop, while those that come
 * after it wait. Lives on the loop.
 */
final class EventLooks {

    private final Backstop backstop;
    private final ByteBufAllocator allocator;
    private final AnswerCheck check;
    private final Looked then;
    private final Deque<ByteBuf> waiting = new ArrayDeque<>(0);
    /** What is looked at beside the loop; null while nothing is. */
    private ByteBuf current;

    private int bytes;
    private boolean closed;

    /** Hears what is known of each event. */
    interface Looked {

        /**
         * @param event stays the caller's
         * @param open where its texts stood after it, empty when none is looked at
         */
        void looked(ByteBuf event, JsonNode json, Map<TextScan, TextScan.Mark> open);

        /** Nothing waits any more: not within a call of {@link #look}. */
        void caughtUp();
    }

    private record Seen(JsonNode json, Map<TextScan, TextScan.Mark> open) {}

    EventLooks(Backstop backstop, ByteBufAllocator allocator, AnswerCheck check, Looked then) {
        this.backstop = backstop;
        this.allocator = allocator;
        this.check = check;
        this.then = then;
    }

    /** Whether something waits: it is heard of later. */
    boolean busy() {
        return current != null;
    }

    /** Bytes of what waits. */
    int bytes() {
        return bytes;
    }

    /** Looks at the next event, which stays the caller's. */
    void look(ByteBuf event) {
        if (busy()) {
            waiting.add(copy(event));
        } else if (event.readableBytes() <= Aside.MAX_AT_ONCE) {
            atOnce(event);
        } else {
            aside(copy(event));
        }
    }

    private ByteBuf copy(ByteBuf event) {
        bytes += event.readableBytes();
        // With room for what may come late: what somebody reads must not move.
        return allocator.buffer(event.readableBytes() + 1).writeBytes(event.duplicate());
    }

    private void atOnce(ByteBuf event) {
        var json = AnswerText.ofEvent(event);
        then.looked(event, json, check.look(json));
    }

    private void aside(ByteBuf event) {
        current = event;
        var read = event.retainedDuplicate();
        backstop.aside(
                () -> {
                    try {
                        var json = AnswerText.ofEvent(read);
                        return new Seen(json, check.look(json));
                    } finally {
                        read.release();
                    }
                },
                (seen, failure) -> {
                    if (closed) {
                        return;
                    }
                    if (failure != null) {
                        backstop.broke(failure);
                    } else {
                        current = null;
                        try {
                            then.looked(event, seen.json(), seen.open());
                        } finally {
                            done(event);
                        }
                        goOn();
                    }
                });
    }

    private void goOn() {
        while (!busy() && !waiting.isEmpty()) {
            var event = waiting.poll();
            if (event.readableBytes() <= Aside.MAX_AT_ONCE) {
                try {
                    atOnce(event);
                } finally {
                    done(event);
                }
            } else {
                aside(event);
            }
        }
        if (!busy()) {
            then.caughtUp();
        }
    }

    private void done(ByteBuf event) {
        bytes -= event.readableBytes();
        event.release();
    }

    /** Adds the line feed that ends the event which came last. @return false when that does not wait any more */
    boolean late(ByteBuf lineFeed) {
        var last = waiting.isEmpty() ? current : waiting.getLast();
        if (last == null) {
            return false;
        }
        bytes += lineFeed.readableBytes();
        last.writeBytes(lineFeed.duplicate());
        return true;
    }

    /** Nothing is heard any more. Further calls do nothing. */
    void close() {
        if (!closed) {
            closed = true;
            waiting.forEach(ByteBuf::release);
            waiting.clear();
            if (current != null) {
                current.release();
                current = null;
            }
            bytes = 0;
        }
    }
}
