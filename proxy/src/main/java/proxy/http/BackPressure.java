package proxy.http;

import io.netty.channel.ChannelHandlerContext;
import proxy.io.Backstop;
import proxy.io.Deadline;
import proxy.io.MemoryBudget;
import proxy.io.Uptake;
import proxy.upstream.Attempt;

/**
 * Reads an answer no faster than the client takes it: past the client channel's high-water mark the account is not read, below
 * the low one it is again. What waits for a client that does not keep up counts as kept, and
 * no answer ends for it: new requests are refused. A client that takes nothing for
 * {@link ClientTimers#STALL} is given up.
 */
final class BackPressure {

    private final ChannelHandlerContext client;
    private final Backstop backstop;
    private final Runnable stalled;
    private final MemoryBudget.Share memory;
    private Attempt held;
    /** Null as long as the client has kept up. */
    private Deadline deadline;

    private Uptake uptake;

    BackPressure(ChannelHandlerContext client, MemoryBudget memory, Backstop backstop, Runnable stalled) {
        this.memory = memory.share();
        this.client = client;
        this.backstop = backstop;
        this.stalled = stalled;
    }

    /** Whether the account is not read. */
    boolean holds() {
        return held != null;
    }

    void wrote(Attempt attempt) {
        if (held != null) {
            uptake.grew();
        } else if (client.channel().isWritable()) {
            return;
        } else {
            held = attempt;
            attempt.read(false);
            if (deadline == null) {
                deadline = new Deadline(client.executor(), backstop::broke);
                uptake = new Uptake(client.channel(), deadline, ClientTimers.STALL, stalled);
            }
            uptake.watch();
        }
        var buffer = client.channel().unsafe().outboundBuffer();
        memory.keep(buffer == null ? 0 : buffer.totalPendingWriteBytes());
    }

    void clientWritable() {
        if (held != null) {
            deadline.clear();
            held.read(true);
            held = null;
            memory.keep(0);
        }
    }

    void over() {
        memory.keep(0);
        if (deadline != null) {
            deadline.close();
        }
    }
}
