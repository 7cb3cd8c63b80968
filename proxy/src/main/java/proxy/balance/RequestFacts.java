package proxy.balance;

import java.util.Optional;
import java.util.Set;

/**
 * What the balancer may know about a request.
 *
 * @param deployment the name that the caller asked for
 * @param tokens what Azure is expected to count at admission: {@link #estimate}
 * @param maxTokens upper bound of the answer that the caller set, 0 when it set none
 * @param stream whether the answer begins before it is complete
 * @param prefix hash of the beginning of a long prompt, 0 for a prompt that is too short to be worth caching
 * @param account the only one that can answer, because it keeps what the request builds on; empty when any can
 */
public record RequestFacts(
        String deployment,
        int tokens,
        int maxTokens,
        boolean stream,
        long prefix,
        String account,
        Asker asker,
        History history) {

    /**
     * Who asks.
     *
     * @param name stable name of the caller
     * @param priority 1 is served before 2 when requests wait, and has a larger share of what is scarce
     * @param geographies where its data may be processed, empty for anywhere
     */
    public record Asker(String name, int priority, Optional<Set<String>> geographies) {

        /** A caller of priority 1 has twice the share of one of priority 2, when there is not enough for both. */
        double weight() {
            return Math.scalb(1.0, -priority);
        }

        boolean mayUse(String geography) {
            return geographies.map(it -> it.contains(geography)).orElse(true);
        }
    }

    /**
     * What the request has been through.
     *
     * @param attempts how many backends were tried
     * @param attemptsLeft how many more may be
     * @param failed backends that failed it
     * @param refusedBy pools that refused it for lack of quota
     * @param waitMillis how long it may still wait for quota
     * @param waited whether it has been decided before, and waited
     */
    public record History(
            int attempts,
            int attemptsLeft,
            Set<Backend> failed,
            Set<String> refusedBy,
            long waitMillis,
            boolean waited) {

        public History {
            failed = Set.copyOf(failed);
            refusedBy = Set.copyOf(refusedBy);
        }
    }

    /** Whether no other account will do. */
    boolean pinned() {
        return !account.isEmpty();
    }

    /** Whether the request may go there at all. */
    boolean fits(Backend backend) {
        return account.isEmpty() || account.equals(backend.account());
    }

    /** The prompt plus the bound of each answer, as Azure adds them up ("Understanding rate limits" of its quota guide). */
    public static int estimate(int promptTokens, int maxTokens, int answers) {
        return (int) Math.min(Integer.MAX_VALUE, promptTokens + (long) maxTokens * answers);
    }
}
