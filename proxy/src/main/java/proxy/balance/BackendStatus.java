package proxy.balance;

/**
 * A backend at one moment.
 *
 * @param parkedMillis until its pool takes requests again, 0 when now
 * @param tokensParkedMillis until its pool takes large requests again, 0 when now
 * @param ejectedMillis until it is tried again, 0 when now
 * @param silent whether its pool has stopped answering
 * @param outOfReach whether no connection could be made to it a short while ago
 * @param inFlight requests that it has not finished
 */
public record BackendStatus(
        Backend backend,
        long parkedMillis,
        long tokensParkedMillis,
        long ejectedMillis,
        boolean silent,
        boolean outOfReach,
        int inFlight) {}
