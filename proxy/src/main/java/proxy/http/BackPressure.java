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
    private final Deadline deadline;
    private Attempt held;

    BackPressure(ChannelHandlerContext client, Runnable stalled) {
        this.client = client;
        this.stalled = stalled;
        this.deadline = new Deadline(client.executor());
    }

    void wrote(Attempt attempt) {
        if (held == null && !client.channel().isWritable()) {
            held = attempt;
            attempt.read(false);
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
        deadline.close();
    }
}
