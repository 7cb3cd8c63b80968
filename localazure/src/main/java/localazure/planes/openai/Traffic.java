package localazure.planes.openai;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the accounts have served since the start. Thread-safe. */
public final class Traffic {
    private static final int REMEMBERED = 50;

    /** How a request ended. */
    public enum End {
        SERVED,
        REFUSED,
        FAILED,
        CANCELLED
    }

    /** @param status 0 when no answer was sent */
    public record Served(
            Instant at,
            String account,
            String deployment,
            String operation,
            int status,
            End end,
            long tokens,
            long millis) {}

    /** @param cancelled answers that the client did not wait for */
    public record Totals(long requests, long tokens, long refused, long failed, long cancelled) {
        static final Totals NONE = new Totals(0, 0, 0, 0, 0);

        Totals plus(Served served) {
            return new Totals(
                    requests + 1,
                    tokens + served.tokens(),
                    refused + (served.end() == End.REFUSED ? 1 : 0),
                    failed + (served.end() == End.FAILED ? 1 : 0),
                    cancelled + (served.end() == End.CANCELLED ? 1 : 0));
        }
    }

    private final Clock clock;
    private final Map<String, Totals> byAccount = new ConcurrentHashMap<>();
    private final Deque<Served> recent = new ArrayDeque<>();
    private Totals all = Totals.NONE;

    public Traffic(Clock clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    synchronized void add(Served served) {
        all = all.plus(served);
        byAccount.merge(served.account(), Totals.NONE.plus(served), (old, one) -> old.plus(served));
        recent.addFirst(served);
        if (recent.size() > REMEMBERED) recent.removeLast();
    }

    public synchronized Totals all() {
        return all;
    }

    public Totals of(String account) {
        return byAccount.getOrDefault(account, Totals.NONE);
    }

    /** The last requests, newest first. */
    public synchronized List<Served> recent() {
        return List.copyOf(recent);
    }
}
