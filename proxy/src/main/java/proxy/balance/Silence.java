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
    private static final int SEVERAL = 2;

    /** Each of these waits in vain: fewer than one request in a hundred at some ten a second, and a return is noticed within a second. */
    private static final long PROBE_MILLIS = 850;

    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final Pace pace;
    private final List<Set<Placement>> waiting = IntStream.range(0, Pace.KINDS)
            .<Set<Placement>>mapToObj(kind -> new LinkedHashSet<>())
            .toList();
    private long heardAt = LONG_AGO;
    private long probedAt = LONG_AGO;
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

    /** The first byte came: it lives. @return whether that ends a silence */
    boolean heard(Placement placement, long now) {
        waiting.get(placement.kind).remove(placement);
        heardAt = now;
        var ended = silent;
        end();
        return ended;
    }

    void end() {
        silent = false;
        probedAt = LONG_AGO;
    }

    /** Nobody waits for it any more. */
    void gone(Placement placement) {
        waiting.get(placement.kind).remove(placement);
    }

    long heardAt() {
        return heardAt;
    }

    boolean silent(long now) {
        for (var kind = 0; kind < Pace.KINDS && !silent; kind++) {
            silent = overdue(kind, now);
        }
        return silent;
    }

    /** Milliseconds until this request may go, 0 for now. One that has failed before is never the probe: it has waited enough. */
    long remaining(RequestFacts facts, long now) {
        if (!silent(now)) {
            return 0;
        }
        var next = Math.max(0, probedAt + PROBE_MILLIS - now);
        return facts.history().attempts() > 0 ? Math.max(PROBE_MILLIS, next) : next;
    }

    private boolean overdue(int kind, long now) {
        var requests = waiting.get(kind);
        if (requests.size() < SEVERAL || !pace.known(kind)) {
            return false;
        }
        var usual = pace.usual(kind);
        if (now - heardAt < usual) {
            return false;
        }
        var sentAt = nth(requests).sentAt;
        return now - sentAt >= usual && pace.overtaken(kind, sentAt);
    }

    private static Placement nth(Set<Placement> requests) {
        var all = requests.iterator();
        for (var skipped = 1; skipped < SEVERAL; skipped++) {
            all.next();
        }
        return all.next();
    }
}
