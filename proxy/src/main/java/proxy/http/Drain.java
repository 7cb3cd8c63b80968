package proxy.http;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The orderly end of the process. Once started, readiness is off and connections close after the request they serve; the
 * listener stays open for a moment, because whoever sends requests here learns of it a little later.
 */
public final class Drain {

    /** Fired to every client connection when the drain starts. */
    public static final Object STARTED = new Object();

    /** Fired to every client connection when the time is over. */
    public static final Object OVER = new Object();

    private static final long POLL_MILLIS = 20;
    private static final Duration QUIET = Duration.ofMillis(500);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean started;

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
     * Blocks until no request is served any more, at most for the given time; what is left then is broken off.
     *
     * @param listener closed before that, so that nobody connects to what is about to go
     */
    public void run(Duration atMost, Channel listener) throws InterruptedException {
        var deadline = System.nanoTime() + atMost.toNanos();
        started = true;
        tell(STARTED);
        var quietSince = System.nanoTime();
        while (System.nanoTime() - deadline < 0 && System.nanoTime() - quietSince < QUIET.toNanos()) {
            pause();
            if (requests.get() > 0) {
                quietSince = System.nanoTime();
            }
        }
        listener.close().awaitUninterruptibly();
        tell(OVER);
        var last = System.nanoTime() + LAST_WORDS.toNanos();
        while (!connections.isEmpty() && System.nanoTime() - last < 0) {
            pause();
        }
    }

    /** Closes every client connection, whatever it is doing. */
    public void closeConnections() {
        connections.close().awaitUninterruptibly();
    }

    private static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }

    private void tell(Object event) {
        connections.forEach(
                channel -> channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(event)));
    }
}
