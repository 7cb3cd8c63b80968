package proxy.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The one timer of a connection's current phase: absolute, so that a trickle of bytes does not extend it. */
final class Deadline {

    private Future<?> timer;

    void set(ChannelHandlerContext ctx, Duration after, Runnable expired) {
        clear();
        timer = ctx.executor().schedule(expired, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    void clear() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
