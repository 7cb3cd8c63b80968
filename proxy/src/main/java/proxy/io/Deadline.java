package proxy.io;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one timer of a current phase: absolute, so that a trickle of bytes does not extend it. Made for an owner that passes through many
 * phases, nearly all of which end in time: setting and clearing it moves a number, and the timer below it runs on to look at that when it
 * rings. When the loop was kept from running, what has come meanwhile is read before anything is overdue. Lives on one event loop.
 */
public final class Deadline {

    /** A loop that rings this much too late has stood still. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** After one more turn, in which the loop reads what there is: tasks that are due at once come before that. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final EventExecutor loop;
    private final Consumer<Throwable> broke;
    private Future<?> timer;
    private long rings;
    private long due;
    /** Whether it has rung too late already. */
    private boolean late;

    private Runnable expired;

    /** @param broke hears on the loop what a task throws, of which nobody else would hear */
    public Deadline(EventExecutor loop, Consumer<Throwable> broke) {
        this.loop = loop;
        this.broke = broke;
    }

    /** Replaces what was set before. */
    public void set(Duration after, Runnable whenExpired) {
        var now = loop.ticker().nanoTime();
        due = now + after.toNanos();
        expired = whenExpired;
        late = false;
        if (timer != null && rings - due > 0) {
            close();
            expired = whenExpired;
        }
        if (timer == null) {
            ringIn(due - now);
        }
    }

    /** Nothing expires until it is set again. */
    public void clear() {
        expired = null;
    }

    /** Clears it for good: the owner is gone, and no timer holds on to it. */
    public void close() {
        expired = null;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void ringIn(long nanos) {
        rings = due;
        timer = loop.schedule(this::ring, nanos, TimeUnit.NANOSECONDS);
    }

    private void ring() {
        timer = null;
        if (expired == null) {
            return;
        }
        var left = due - loop.ticker().nanoTime();
        if (left > 0) {
            ringIn(left);
            return;
        }
        if (-left > LATE_NANOS && !late) {
            late = true;
            ringIn(TURN_NANOS);
            return;
        }
        var task = expired;
        expired = null;
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            broke.accept(e);
        }
    }
}
