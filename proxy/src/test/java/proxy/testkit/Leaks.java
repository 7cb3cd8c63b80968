package proxy.testkit;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Buffers that were dropped without being released, in any test of this JVM. */
public final class Leaks {

    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    private Leaks() {}

    /** Call before the first buffer is made. */
    static void watch() {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @SuppressWarnings("deprecation")
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> type, int interval, long maxActive) {
                return detector(type, interval);
            }

            @Override
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> type, int interval) {
                return detector(type, interval);
            }
        });
    }

    private static <T> ResourceLeakDetector<T> detector(Class<T> type, int interval) {
        var detector = new ResourceLeakDetector<T>(type, interval);
        detector.setLeakListener((resource, records) -> FOUND.add(resource + records));
        return detector;
    }

    /** Throws when one was found. */
    static void check() {
        System.gc();
        PooledByteBufAllocator.DEFAULT.buffer().release();
        if (!FOUND.isEmpty()) {
            throw new AssertionError("leaked: " + FOUND);
        }
    }
}
