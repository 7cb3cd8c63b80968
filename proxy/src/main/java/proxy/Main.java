package proxy;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Clock;
import java.util.function.Supplier;
import proxy.config.ConfigException;
import proxy.config.Environment;
import proxy.observe.Events;
import proxy.observe.LibraryLog;

/** Reads the environment, starts the proxy, and ends it in order on SIGTERM. */
public final class Main {

    private static final int CANNOT_START = 1;
    private static final int BAD_CONFIGURATION = 2;

    private Main() {}

    public static void main(String[] args) {
        var events = new Events(new FileOutputStream(FileDescriptor.out), Clock.systemUTC());
        LibraryLog.into(events);
        // Otherwise it would look for other logging libraries, in every archive.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        try {
            var proxy = start(events);
            var config = proxy.config();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(proxy, events)));
            events.print("listening on http://" + config.listen().authority(proxy.port()));
            proxy.afterwards(() -> events.emit(
                    "started", line -> line.put("startUpCache", startUpCache()).set("config", config.json())));
            proxy.await();
        } catch (ConfigException e) {
            fail(events, e, BAD_CONFIGURATION);
        } catch (RuntimeException e) {
            fail(events, e, CANNOT_START);
        }
    }

    private static Proxy start(Events events) {
        Supplier<Environment> read = () -> Environment.read(System.getenv());
        return Environment.file(System.getenv())
                .map(file -> Proxy.following(file, read, events))
                .orElseGet(() -> Proxy.start(read.get(), events));
    }

    /** Whether Java took the classes from a cache; where it would not, it has said why on standard error. */
    private static boolean startUpCache() {
        return System.getProperty("java.vm.info").contains("sharing");
    }

    /** Halts, because the exit code of a process that a signal ended would not be 0. */
    private static void end(Proxy proxy, Events events) {
        try {
            proxy.drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        events.close();
        Runtime.getRuntime().halt(0);
    }

    /** Halts, because the end in order is for what has started well, and its exit code is 0. */
    private static void fail(Events events, RuntimeException fault, int code) {
        events.close();
        System.err.println(fault.getMessage());
        Runtime.getRuntime().halt(code);
    }
}
