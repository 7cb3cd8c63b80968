package proxy.http;

import io.netty.channel.ChannelHandlerContext;
import proxy.io.Deadline;
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

    BackPressure(ChannelHandlerContext client, Runnable stalled) {
        this.client = client;
        this.stalled = stalled;
    }

    void wrote(Attempt attempt) {
        if (held == null && !client.channel().isWritable()) {
            held = attempt;
            attempt.read(false);
            deadline = deadline == null ? new Deadline(client.executor()) : deadline;
            deadline.set(ClientTimers.STALL, stalled);
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
