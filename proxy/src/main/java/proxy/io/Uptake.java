package proxy.io;

import io.netty.channel.Channel;
import java.time.Duration;

/**
 * Watches whether a peer takes what is buffered for it: one that takes its time is not given up, as long as it takes {@link #LEAST} of it,
 * or all that is left, in each. Lives on one event loop.
 */
public final class Uptake {

    /** Bytes: less than a slow line carries, and enough to be rid of one who only pretends to read. */
    static final int LEAST = 16 * 1024;

    private final Channel channel;
    private final Deadline deadline;
    private final Duration most;
    private final Runnable stalled;
    private long left;

    /**
     * @param most how long it may take for that
     * @param stalled runs when it takes longer
     */
    public Uptake(Channel channel, Deadline deadline, Duration most, Runnable stalled) {
        this.channel = channel;
        this.deadline = deadline;
        this.most = most;
        this.stalled = stalled;
    }

    /** Bytes that the peer has not taken; none of a channel that is closed. */
    public static long left(Channel channel) {
        var buffer = channel.unsafe().outboundBuffer();
        // What is written in part counts as a whole there.
        return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
    }

    /** Watches, until the deadline is set to something else or cleared. */
    public void watch() {
        left = left(channel);
        deadline.set(most, this::look);
    }

    /** More was buffered: that is not the peer's doing. */
    public void grew() {
        left = left(channel);
    }

    private void look() {
        if (left - left(channel) >= Math.min(LEAST, left)) {
            watch();
        } else {
            stalled.run();
        }
    }
}
