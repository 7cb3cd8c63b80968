package proxy.http;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.function.Consumer;
import proxy.io.Deadline;

/**
 * The timers of a client connection, which serves one request after the other with them.
 *
 * @param phase of the connection: waiting for a head, a body, or the next request
 * @param total of a request's answer
 * @param patience with an account that has not begun to answer
 */
public record ClientTimers(Deadline phase, Deadline total, Deadline patience) {

    /** How long a client may take nothing of its answer. */
    public static final Duration STALL = Duration.ofSeconds(30);

    /**
     * None of them set.
     *
     * @param loop of the connection
     * @param broke hears what goes wrong when one of them expires
     */
    public static ClientTimers on(EventExecutor loop, Consumer<Throwable> broke) {
        return new ClientTimers(new Deadline(loop, broke), new Deadline(loop, broke), new Deadline(loop, broke));
    }

    /** The connection is gone. */
    public void close() {
        phase.close();
        total.close();
        patience.close();
    }
}
