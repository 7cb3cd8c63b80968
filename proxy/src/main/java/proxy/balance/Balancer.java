package proxy.balance;

import java.util.List;

/** Chooses backends. Thread-safe: every event loop uses the same one. Nothing in it blocks. */
public interface Balancer {

    /** Decides about a request that has not been answered yet. */
    Decision decide(RequestFacts facts);

    /**
     * Takes note of what became of a placement: at most one {@link Outcome.Answered}, then exactly one of the others. What comes
     * after that is ignored.
     */
    void record(Placement placement, Outcome outcome);

    /**
     * How long to leave a placement without its first byte before asking again, in milliseconds; 0 to cancel it now, because its
     * pool has gone silent while others answer.
     */
    long patience(Placement placement);

    /**
     * Whether this replica is of use: it can connect to at least one backend, as far as it knows. A parked pool counts, because a
     * refusal with an exact wait is an answer that callers can work with; and so do backends that fail, because they fail for
     * every replica, and none would be left to say so.
     */
    boolean usable();

    /** The state of every backend now, by deployment and account. */
    List<BackendStatus> status();

    /** The state of every pool now, by id. */
    List<PoolStatus> pools();
}
