package proxy.http;

import io.netty.util.concurrent.EventExecutor;
import proxy.io.Deadline;

/**
 * The timers of a client connection, which serves one request after the other with them.
 *
 * @param phase of the connection: waiting for a head, a body, or the next request
 * @param total of a request's answer
 * @param patience with an account that has not begun to answer
 */
record ClientTimers(Deadline phase, Deadline total, Deadline patience) {

    static ClientTimers on(EventExecutor loop) {
        return new ClientTimers(new Deadline(loop), new Deadline(loop), new Deadline(loop));
    }

    /** The connection is gone. */
    void close() {
        phase.close();
        total.close();
        patience.close();
    }
}
