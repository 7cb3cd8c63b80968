package localazure.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions; the deadline only ends a run that would never pass. */
public final class Eventually {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(5);

    private Eventually() {}

    public static void eventually(String what, Callable<Boolean> condition) throws Exception {
        for (long until = System.nanoTime() + DEADLINE.toNanos(); System.nanoTime() < until; ) {
            if (condition.call()) return;
            LockSupport.parkNanos(POLL.toNanos());
        }
        fail("never happened: " + what);
    }
}
