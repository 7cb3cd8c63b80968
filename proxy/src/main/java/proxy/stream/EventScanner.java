package proxy.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/**
 * Finds whole events in a stream of server-sent events, wherever its bytes are split and however its lines end (LF, CR, CR LF).
 * Only whole events leave; neighbours that came together leave together, uncopied. Half an event is kept, up to a bound.
 */
public final class EventScanner implements AutoCloseable {

    private static final int FIRST_CAPACITY = 512;

    private final ByteBufAllocator allocator;
    private final int maxEventBytes;
    private final Sink sink;
    private ByteBuf half;
    private boolean lineEmpty = true;
    private boolean afterCarriageReturn;
    private boolean lastPassed;

    /** Takes events, in order. */
    public interface Sink {

        /**
         * Looks at an event, blank line included.
         *
         * @return whether it is passed on
         */
        boolean event(ByteBuf event);

        /** Takes whole events over, one or more; they must be released. */
        void pass(ByteBuf events);

        /** Hears of the line feed that ends an event which had come before it, and was not passed; it stays the caller's. */
        default void late(ByteBuf lineFeed) {}
    }

    public EventScanner(ByteBufAllocator allocator, int maxEventBytes, Sink sink) {
        this.allocator = allocator;
        this.maxEventBytes = maxEventBytes;
        this.sink = sink;
    }

    /**
     * Takes the next bytes; they stay the caller's.
     *
     * @return false when an event is longer than the bound: the scanner is of no use any more
     */
    public boolean scan(ByteBuf part) {
        var start = part.readerIndex();
        var end = part.writerIndex();
        if (afterCarriageReturn && half == null && start < end && part.getByte(start) == '\n') {
            // The second half of the line end of an event that has left, or was hidden.
            afterCarriageReturn = false;
            if (lastPassed) {
                pass(part, start, start + 1);
            } else {
                sink.late(part.slice(start, 1));
            }
            start++;
        }
        var run = start;
        // A byte of an array costs much less to look at than one of a buffer.
        var bytes = ByteBufUtil.getBytes(part, start, end - start);
        var first = start;
        for (var last = eventEnd(bytes, start - first); last >= 0; last = eventEnd(bytes, start - first)) {
            var next = first + last + 1;
            if (afterCarriageReturn && next < end && part.getByte(next) == '\n') {
                afterCarriageReturn = false;
                next++;
            }
            if (half != null) {
                half.writeBytes(part, start, next - start);
                completeHalf();
                run = next;
            } else {
                lastPassed = sink.event(part.slice(start, next - start));
                if (!lastPassed) {
                    pass(part, run, start);
                    run = next;
                }
            }
            start = next;
        }
        pass(part, run, start);
        return keep(part, start, end - start);
    }

    private void pass(ByteBuf part, int from, int to) {
        if (from < to) {
            sink.pass(part.retainedSlice(from, to - from));
        }
    }

    private void completeHalf() {
        var event = half;
        half = null;
        lastPassed = sink.event(event);
        if (lastPassed) {
            sink.pass(event);
        } else {
            event.release();
        }
    }

    private boolean keep(ByteBuf part, int from, int length) {
        if (kept() + length > maxEventBytes) {
            return false;
        }
        if (length > 0) {
            if (half == null) {
                half = allocator.buffer(Math.max(length, FIRST_CAPACITY), Integer.MAX_VALUE);
            }
            half.writeBytes(part, from, length);
        }
        return true;
    }

    /** @return index of the byte that ends the event, the end of a line with nothing in it; -1 when there is none */
    private int eventEnd(byte[] bytes, int from) {
        for (var index = from; index < bytes.length; index++) {
            if (ends(bytes[index])) {
                return index;
            }
        }
        return -1;
    }

    /** Whether the byte ends an event. */
    private boolean ends(byte next) {
        if (next == '\n' && afterCarriageReturn) {
            afterCarriageReturn = false;
            return false;
        }
        afterCarriageReturn = next == '\r';
        var lineEnd = next == '\n' || next == '\r';
        var ends = lineEnd && lineEmpty;
        lineEmpty = lineEnd;
        return ends;
    }

    /** The stream is over: what is kept passes as an event if the sink takes it for one although its blank line is missing. */
    public void end(EndOfStream rule) {
        if (half != null && rule.isEvent(half)) {
            half.writeByte('\n').writeByte('\n');
            completeHalf();
        }
    }

    /** Says whether bytes without a blank line after them are to be taken for an event. */
    @FunctionalInterface
    public interface EndOfStream {
        boolean isEvent(ByteBuf half);
    }

    /** Bytes of the event that is not complete. */
    public int kept() {
        return half == null ? 0 : half.readableBytes();
    }

    @Override
    public void close() {
        if (half != null) {
            half.release();
            half = null;
        }
    }
}
