package proxy.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** Simulated time: what is due happens in order, and nothing else takes any. */
final class Agenda {

    private record Entry(long at, long number, Runnable task) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));
    private long now;
    private long number;

    long now() {
        return now;
    }

    long nanoTime() {
        return TimeUnit.MILLISECONDS.toNanos(now);
    }

    void after(long millis, Runnable task) {
        entries.add(new Entry(now + millis, number++, task));
    }

    void run() {
        while (!entries.isEmpty()) {
            var next = entries.poll();
            now = next.at();
            next.task().run();
        }
    }
}
