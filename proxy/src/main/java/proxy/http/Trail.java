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
    /** Null unless the caller may hear it. */
    private final Explanation explanation;

    private long waitMillis;
    private boolean waited;
    private Rejection last;

    /** @param waitMillis how long the request may wait for quota, in all */
    Trail(long waitMillis, Explanation explanation) {
        this.waitMillis = waitMillis;
        this.explanation = explanation;
    }

    RequestFacts.History history(int attempts, int attemptsLeft) {
        return new RequestFacts.History(attempts, attemptsLeft, failed, refusedBy, waitMillis, waited);
    }

    /** It goes there next. */
    void sends(Backend backend) {
        if (explanation != null) {
            explanation.sends(backend);
        }
    }

    /** Its pool has no quota for the request: no sibling has, either. */
    void refused(Backend backend) {
        refusedBy.add(backend.pool());
        came(backend, Reason.THROTTLED.word());
    }

    /** Another account may do better. */
    void failed(Backend backend) {
        failed.add(backend);
        came(backend, "failed");
    }

    /** Another account may do better; if there is none, the caller hears this. */
    void failed(Backend backend, Rejection told) {
        failed.add(backend);
        last = told;
        came(backend, told.reason().word());
    }

    private void came(Backend backend, String to) {
        if (explanation != null) {
            explanation.came(backend, to);
        }
    }

    /** It waits for quota: what refused it may take it then. */
    void waits(long millis) {
        waitMillis -= millis;
        waited = true;
        refusedBy.clear();
        if (explanation != null) {
            explanation.waits();
        }
    }

    Optional<Rejection> last() {
        return Optional.ofNullable(last);
    }
}
