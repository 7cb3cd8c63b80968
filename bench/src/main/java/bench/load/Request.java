package bench.load;

import bench.wire.Head;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** One request on its way, until its outcome is known. */
final class Request implements Exchange {

    private final Finder done = new Finder("data: [DONE]");
    private final Finder error = new Finder("\"error\":");

    private final Arrival arrival;
    private final long dueNanos;
    private final Consumer<Outcome> outcomes;
    private Head head;
    private boolean over;

    Request(Arrival arrival, long dueNanos, Consumer<Outcome> outcomes) {
        this.arrival = arrival;
        this.dueNanos = dueNanos;
        this.outcomes = outcomes;
    }

    long dueNanos() {
        return dueNanos;
    }

    boolean over() {
        return over;
    }

    @Override
    public void head(Head next) {
        head = next;
    }

    @Override
    public void piece(ByteBuf piece) {
        if (arrival.stream()) {
            done.search(piece);
        }
        error.search(piece);
    }

    @Override
    public void end() {
        finish(head.status());
    }

    @Override
    public void broken() {
        finish(Outcome.BROKEN);
    }

    void timeOut() {
        finish(Outcome.TIMED_OUT);
    }

    private void finish(int status) {
        if (!over) {
            over = true;
            outcomes.accept(
                    new Outcome(arrival, status, System.nanoTime() - dueNanos, head, done.found(), error.found()));
        }
    }
}
