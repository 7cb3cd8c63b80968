package proxy.balance;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Notices that a lane or an account has stopped answering: several requests are overdue together, nothing at all was heard since,
 * and others answered what was sent later, so it is not the work that takes longer. From then on it gets a single request at a
 * time, a probe, until it is heard again. Not thread-safe: guarded by the pool.
 */
final class Silence {

    /** One slow answer is bad luck. */
    private static final int SEVERAL = 3;

    private final Pace pace;
    private final List<Set<Placement>> waiting = IntStream.range(0, Pace.KINDS)
            .<Set<Placement>>mapToObj(kind -> new LinkedHashSet<>())
            .toList();
    private long heardAt = Long.MIN_VALUE / 2;
    private long probedAt = Long.MIN_VALUE;
    private boolean silent;

    Silence(Pace pace) {
        this.pace = pace;
    }

    void sent(Placement placement, long now) {
        waiting.get(placement.kind).add(placement);
        if (silent) {
            probedAt = now;
        }
    }

    /** The first byte came: it lives. */
    void heard(Placement placement, long now) {
        waiting.get(placement.kind).remove(placement);
        heardAt = now;
        silent = false;
        probedAt = Long.MIN_VALUE;
    }

    /** Nobody waits for it any more. */
    void gone(Placement placement) {
        waiting.get(placement.kind).remove(placement);
    }

    boolean silent(long now) {
        for (var kind = 0; kind < Pace.KINDS && !silent; kind++) {
            silent = overdue(kind, now);
        }
        return silent;
    }

    /** Milliseconds until a request may go, 0 for now. */
    long remaining(long now) {
        return silent(now) && probedAt + Closure.PROBE_MILLIS > now ? probedAt + Closure.PROBE_MILLIS - now : 0;
    }

    private boolean overdue(int kind, long now) {
        var requests = waiting.get(kind);
        if (requests.size() < SEVERAL || !pace.known(kind)) {
            return false;
        }
        var usual = pace.usual(kind);
        var sentAt = nth(requests).sentAt;
        return now - sentAt >= usual && now - heardAt >= usual && pace.overtaken(kind, sentAt);
    }

    private static Placement nth(Set<Placement> requests) {
        var all = requests.iterator();
        for (var skipped = 1; skipped < SEVERAL; skipped++) {
            all.next();
        }
        return all.next();
    }
}
