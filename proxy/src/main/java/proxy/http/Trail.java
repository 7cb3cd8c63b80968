package proxy.http;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import proxy.balance.Backend;
import proxy.balance.RequestFacts;
import proxy.observe.Reason;

/** What a request has been through on its way to an answer. Lives on one event loop. */
final class Trail {

    private final Set<Backend> failed = new HashSet<>();
    private final Set<String> refusedBy = new HashSet<>();
    private long waitMillis;
    private Failure last;

    /** A failure that the caller should hear of when no other backend can be tried. */
    record Failure(Reason reason, String message) {}

    /** @param waitMillis how long the request may wait for quota, in all */
    Trail(long waitMillis) {
        this.waitMillis = waitMillis;
    }

    RequestFacts.History history(int attempts, int attemptsLeft) {
        return new RequestFacts.History(attempts, attemptsLeft, failed, refusedBy, waitMillis);
    }

    /** Its pool has no quota for the request: no sibling has, either. */
    void refused(Backend backend) {
        refusedBy.add(backend.pool());
    }

    /** Another account may do better. */
    void failed(Backend backend) {
        failed.add(backend);
    }

    /** Another account may do better; if there is none, the caller hears this. */
    void failed(Backend backend, Reason reason, String message) {
        failed.add(backend);
        last = new Failure(reason, message);
    }

    /** It waits for quota: what refused it may take it then. */
    void waits(long millis) {
        waitMillis -= millis;
        refusedBy.clear();
    }

    Optional<Failure> last() {
        return Optional.ofNullable(last);
    }
}
