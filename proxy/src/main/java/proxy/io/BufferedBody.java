package proxy.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.function.UnaryOperator;

/** A body that is kept, from its first byte until nobody can need it again. Lives on one event loop. */
public final class BufferedBody {

    private final MemoryBudget.Share memory;
    private final ByteBufAllocator allocator;
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

    public BufferedBody(ByteBufAllocator allocator, MemoryBudget budget) {
        this.memory = budget.share();
        this.allocator = allocator;
    }

    /** It is this caller's. */
    public void of(String caller) {
        memory.of(caller);
    }

    /** Copies a part of it. @return false when the replica has no memory left for it */
    public boolean add(ByteBuf part) {
        if (!memory.resize((long) bytes.readableBytes() + part.readableBytes())) {
            return false;
        }
        if (bytes == Unpooled.EMPTY_BUFFER) {
            bytes = allocator.buffer(part.readableBytes(), Integer.MAX_VALUE);
        }
        bytes.writeBytes(part);
        // Buffers grow in leaps: what is taken is more than what was written.
        return memory.resize(bytes.capacity());
    }

    /** All of it; stays here. */
    public ByteBuf bytes() {
        return bytes;
    }

    /** Puts another in its place, which takes over what it keeps of the old one. */
    public void change(UnaryOperator<ByteBuf> edit) {
        bytes = edit.apply(bytes);
    }

    /** Further calls do nothing. */
    public void release() {
        if (bytes != Unpooled.EMPTY_BUFFER) {
            bytes.release();
            bytes = Unpooled.EMPTY_BUFFER;
            memory.resize(0);
        }
    }
}
