package proxy.http;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import proxy.balance.Backend;
import proxy.balance.RequestFacts;

/** What a request has been through on its way to an answer. Lives on one event loop. */
final class Trail {

    private final Set<Backend> failed = new HashSet<>();
    private final Set<String> refusedBy = new HashSet<>();
    private long waitMillis;
    private Rejection last;

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
    void failed(Backend backend, Rejection told) {
        failed.add(backend);
        last = told;
    }

    /** It waits for quota: what refused it may take it then. */
    void waits(long millis) {
        waitMillis -= millis;
        refusedBy.clear();
    }

    Optional<Rejection> last() {
        return Optional.ofNullable(last);
    }
}
