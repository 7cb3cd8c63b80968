package proxy;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Clock;
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
        try {
            var config = Environment.read(System.getenv());
            var proxy = Proxy.start(config, events);
            Environment.file(System.getenv())
                    .ifPresent(file -> proxy.follow(file, () -> Environment.read(System.getenv())));
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(proxy, events)));
            events.emit("started", line -> line.set("config", config.config().json()));
            events.print("listening on http://" + config.config().listen().authority(proxy.port()));
            proxy.await();
        } catch (ConfigException e) {
            fail(e, BAD_CONFIGURATION);
        } catch (RuntimeException e) {
            fail(e, CANNOT_START);
        }
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

    private static void fail(RuntimeException fault, int code) {
        System.err.println(fault.getMessage());
        System.exit(code);
    }
}
