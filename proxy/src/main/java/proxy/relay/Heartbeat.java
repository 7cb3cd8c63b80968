package proxy.relay;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import proxy.io.Backstop;

/** Beats whenever nothing has happened for a while: for what is between client and proxy and ends connections that are silent. */
final class Heartbeat {

    private final Backstop backstop;
    private final long everyNanos;
    private final Runnable beat;
    private Future<?> timer;
    private long lastNanos;

    /** @param every zero for never */
    Heartbeat(Backstop backstop, Duration every, Runnable beat) {
        this.backstop = backstop;
        this.everyNanos = every.toNanos();
        this.beat = beat;
    }

    void start() {
        if (everyNanos > 0) {
            happened();
            lookIn(everyNanos);
        }
    }

    /** Something happened: the silence starts anew. */
    void happened() {
        if (everyNanos > 0) {
            lastNanos = backstop.loop().ticker().nanoTime();
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void lookIn(long nanos) {
        timer = backstop.loop().schedule(() -> backstop.run(this::look), nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        var silent = backstop.loop().ticker().nanoTime() - lastNanos;
        if (silent >= everyNanos) {
            beat.run();
            happened();
            lookIn(everyNanos);
        } else {
            lookIn(everyNanos - silent);
        }
    }
}
