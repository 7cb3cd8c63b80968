package localazure.planes.net;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Named daemon threads: no plane keeps the process alive. */
public final class Threads {
    private Threads() {}

    /** A pool that grows with the work and shrinks when idle. */
    public static ExecutorService pool(String name) {
        AtomicInteger count = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> daemon(name + "-" + count.incrementAndGet(), task));
    }

    /** A thread that has not been started. */
    public static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
