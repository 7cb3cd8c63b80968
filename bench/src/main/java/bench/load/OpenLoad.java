package bench.load;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends every arrival of a schedule when it is due and waits for none. Latency counts from the due time, so that a stall is paid by
 * all that it delayed. Only on the loop.
 */
public final class OpenLoad {

    private static final long SWEEP_MILLIS = 50;

    private final Connections connections;
    private final List<Arrival> schedule;
    private final long startNanos;
    private final long patienceNanos;
    private final String fields;
    private final Consumer<Outcome> outcomes;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private int next;
    private int over;

    private record Sent(Request request, Runnable cancel) {}

    /**
     * @param startNanos of {@link System#nanoTime}, what the schedule counts from
     * @param patienceMillis after which a client gives up
     * @param fields more lines of each head
     */
    public OpenLoad(
            Connections connections,
            List<Arrival> schedule,
            long startNanos,
            long patienceMillis,
            String fields,
            Consumer<Outcome> outcomes) {
        this.connections = connections;
        this.schedule = schedule;
        this.startNanos = startNanos;
        this.patienceNanos = patienceMillis * 1_000_000;
        this.fields = fields;
        this.outcomes = outcomes;
    }

    /** @return complete when the outcome of the last one is known */
    public CompletableFuture<Void> run(EventLoop loop) {
        loop.execute(() -> send(loop));
        var sweep = loop.scheduleAtFixedRate(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        finished.whenComplete((done, failure) -> sweep.cancel(false));
        return finished;
    }

    private void send(EventLoop loop) {
        var now = System.nanoTime();
        while (next < schedule.size() && due(next) <= now) {
            send(schedule.get(next), due(next));
            next++;
        }
        if (next < schedule.size()) {
            loop.schedule(() -> send(loop), due(next) - System.nanoTime(), TimeUnit.NANOSECONDS);
        } else if (schedule.isEmpty()) {
            finished.complete(null);
        }
    }

    private long due(int index) {
        return startNanos + schedule.get(index).atNanos();
    }

    private void send(Arrival arrival, long due) {
        var request = new Request(arrival, due, this::outcome);
        var bytes = arrival.request(ByteBufAllocator.DEFAULT, fields);
        sent.addLast(new Sent(request, connections.send(bytes, request)));
    }

    private void outcome(Outcome outcome) {
        outcomes.accept(outcome);
        if (++over == schedule.size()) {
            finished.complete(null);
        }
    }

    private void sweep() {
        var now = System.nanoTime();
        while (!sent.isEmpty()
                && (sent.peekFirst().request().over()
                        || sent.peekFirst().request().dueNanos() + patienceNanos < now)) {
            var first = sent.pollFirst();
            if (!first.request().over()) {
                first.request().timeOut();
                first.cancel().run();
            }
        }
    }
}
