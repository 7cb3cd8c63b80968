package proxy.io;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * Where a fault goes that nobody foresaw: it ends the request, and no other. A step that comes later, from a timer, a future or another
 * thread, has no pipeline to report one to, and is run through here. Lives on one event loop.
 */
public interface Backstop {

    /** Hears of a fault. */
    void broke(Throwable cause);

    /** On which the request lives. */
    EventExecutor loop();

    /** Does what comes next, on the loop. */
    default void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            broke(e);
        }
    }

    /**
     * Goes on when something is known.
     *
     * @param then hears on the loop what it is, or a failure and null
     */
    default <T> void after(CompletableFuture<T> result, BiConsumer<T, Throwable> then) {
        result.whenCompleteAsync((known, failure) -> run(() -> then.accept(known, failure)), loop());
    }

    /**
     * Works beside the loop.
     *
     * @param then hears on the loop what came of it, or a failure and null
     */
    default <T> void aside(Callable<T> work, BiConsumer<T, Throwable> then) {
        Aside.run(loop(), work, (result, failure) -> run(() -> then.accept(result, failure)));
    }
}
