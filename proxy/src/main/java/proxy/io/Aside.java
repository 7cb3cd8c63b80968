package proxy.io;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/** Work that would keep an event loop from its other connections. */
public final class Aside {

    /** Bytes of a text that are looked through on the event loop: about a millisecond of work. */
    public static final int MAX_AT_ONCE = 32 * 1024;

    private Aside() {}

    /**
     * Works beside an event loop.
     *
     * @param then hears on the loop what came of it: a result, or a failure and null
     */
    static <T> void run(EventExecutor loop, Callable<T> work, BiConsumer<T, Throwable> then) {
        Thread.ofVirtual().start(() -> {
            try {
                var result = work.call();
                loop.execute(() -> then.accept(result, null));
            } catch (Exception | Error e) {
                loop.execute(() -> then.accept(null, e));
            }
        });
    }
}
