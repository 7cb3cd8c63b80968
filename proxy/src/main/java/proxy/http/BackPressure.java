package proxy.http;

import io.netty.channel.ChannelHandlerContext;
import proxy.io.Deadline;
import proxy.io.Uptake;
import proxy.upstream.Attempt;

/**
 * Reads an answer no faster than the client takes it: past the client channel's high-water mark the account is not read, below
 * the low one it is again. A client that takes nothing for {@link ClientTimers#STALL} is given up.
 */
final class BackPressure {

    private final ChannelHandlerContext client;
    private final Runnable stalled;
    private Attempt held;
    /** Null as long as the client has kept up. */
    private Deadline deadline;

    private Uptake uptake;

    BackPressure(ChannelHandlerContext client, Runnable stalled) {
        this.client = client;
        this.stalled = stalled;
    }

    void wrote(Attempt attempt) {
        if (held != null) {
            uptake.grew();
        } else if (!client.channel().isWritable()) {
            held = attempt;
            attempt.read(false);
            if (deadline == null) {
                deadline = new Deadline(client.executor());
                uptake = new Uptake(client.channel(), deadline, ClientTimers.STALL, stalled);
            }
            uptake.watch();
        }
    }

    void clientWritable() {
        if (held != null) {
            deadline.clear();
            held.read(true);
            held = null;
        }
    }

    void over() {
        if (deadline != null) {
            deadline.close();
        }
    }
}
