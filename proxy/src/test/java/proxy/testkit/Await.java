package proxy.testkit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, at most ten seconds. */
public final class Await {

    private static final long LIMIT = TimeUnit.SECONDS.toNanos(10);

    private Await() {}

    public static <T> T value(Supplier<T> source) {
        var started = System.nanoTime();
        for (var value = source.get(); ; value = source.get()) {
            if (value != null) {
                return value;
            }
            if (System.nanoTime() - started > LIMIT) {
                throw new AssertionError("waited in vain");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    public static void until(BooleanSupplier condition) {
        value(() -> condition.getAsBoolean() ? Boolean.TRUE : null);
    }
}
