package proxy.balance;

import java.util.List;

/** Chooses backends. Thread-safe: every event loop uses the same one. Nothing in it blocks. */
public interface Balancer {

    /** Decides about a request that has not been answered yet. */
    Decision decide(RequestFacts facts);

    /** Takes note of how an attempt ended. */
    void record(Backend backend, Outcome outcome);

    /**
     * Whether requests have a chance: at least one backend is not ejected. A parked pool counts, because a refusal with an
     * exact wait is an answer that callers can work with.
     */
    boolean usable();

    /** The state of every backend now. */
    List<BackendStatus> status();
}
