package proxy.simulation;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import proxy.balance.QuotaNews;

/** A balancing strategy as the simulation sees it: one per replica. */
interface Router {

    /** A request on its way. */
    final class Job {
        final long arrivedAt;
        final int tokens;
        /** As the proxy counts them. */
        final int judgedTokens;

        final Scenario.Caller caller;
        final Set<Integer> failedAccounts = new HashSet<>();
        final Set<Integer> refusedPools = new HashSet<>();
        int attempts;
        int admissions;
        long waited;
        /** What the strategy remembers of it. */
        Object key;

        Job(long arrivedAt, int tokens, int judgedTokens, Scenario.Caller caller) {
            this.arrivedAt = arrivedAt;
            this.tokens = tokens;
            this.judgedTokens = judgedTokens;
            this.caller = caller;
        }
    }

    sealed interface Step {
        record Send(int account) implements Step {}

        /** @param overShare whether quota that is left is left to other callers */
        record Refuse(long waitMillis, boolean throttled, boolean overShare) implements Step {}
    }

    /** Says what to do with a job, now or later. */
    void ask(Job job, Consumer<Step> then);

    void answered(Job job, int account, QuotaNews news);

    void refused(Job job, int account, QuotaNews news);

    void failed(Job job, int account);

    /** The job is taken away from a silent account. */
    void abandoned(Job job, int account);

    /** Milliseconds until a job without a first byte should be looked at again; 0 to take it away. */
    long patience(Job job);
}
