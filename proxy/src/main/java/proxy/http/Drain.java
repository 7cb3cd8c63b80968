package proxy.http;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The orderly end of the process. Once started, readiness is off and connections close after the request they serve. The listener
 * stays open for a while, and idle connections as long, because whoever sends requests here learns of it a little later: a request may be on
 * its way on any of them.
 */
public final class Drain {

    /** Fired to every client connection when no request is expected any more: what has begun goes on. */
    public static final Object QUIET = new Object();

    /** Fired to every client connection when the time is over. */
    public static final Object OVER = new Object();

    private static final long POLL_MILLIS = 20;
    private static final Duration PAUSE = Duration.ofMillis(500);
    /**
     * How long the listener stays open at least, though nobody asks. The platform's probe of readiness, every 5 s, takes two failures:
     * it may send here for up to 10 s. So this covers one probe, not both; what comes meanwhile keeps the listener open for longer, since
     * that closes only when there was no request for {@link #PAUSE}.
     */
    static final Duration OPEN = Duration.ofSeconds(5);

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger requests = new AtomicInteger();
    private final Duration open;
    private final LongSupplier nanoTime;
    private volatile boolean started;

    public Drain() {
        this(OPEN, System::nanoTime);
    }

    /** @param open how long the listener stays open at least */
    public Drain(Duration open, LongSupplier nanoTime) {
        this.open = open;
        this.nanoTime = nanoTime;
    }

    boolean started() {
        return started;
    }

    /** Of all clients: a new one adds itself. */
    public ChannelGroup connections() {
        return connections;
    }

    public void requestBegins() {
        requests.incrementAndGet();
    }

    public void requestEnds() {
        requests.decrementAndGet();
    }

    /** Requests being served. */
    public int requests() {
        return requests.get();
    }

    /**
     * Blocks until no request is served and none is to be expected, at most for the given time; what is left then is broken off.
     *
     * @param listener closed before that, so that nobody connects to what is about to go
     */
    public void run(Duration atMost, Channel listener) throws InterruptedException {
        var begun = nanoTime.getAsLong();
        started = true;
        var quietSince = begun;
        while (within(atMost, begun) && (requests.get() > 0 || within(open, begun) || within(PAUSE, quietSince))) {
            pause();
            if (requests.get() > 0) {
                quietSince = nanoTime.getAsLong();
            }
        }
        listener.close().awaitUninterruptibly();
        tell(QUIET);
        awaitNone(atMost, begun);
        tell(OVER);
        awaitNone(LAST_WORDS, nanoTime.getAsLong());
    }

    private void tell(Object event) {
        connections.forEach(
                channel -> channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(event)));
    }

    private void awaitNone(Duration atMost, long since) throws InterruptedException {
        while (!connections.isEmpty() && within(atMost, since)) {
            pause();
        }
    }

    private boolean within(Duration time, long since) {
        return nanoTime.getAsLong() - since < time.toNanos();
    }

    /** Closes every client connection, whatever it is doing. */
    public void closeConnections() {
        connections.close().awaitUninterruptibly();
    }

    private static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
}
