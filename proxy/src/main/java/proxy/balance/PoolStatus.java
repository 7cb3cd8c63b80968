package proxy.balance;

import java.util.OptionalLong;

/**
 * A quota pool at one moment.
 *
 * @param parkedMillis until it takes requests again, 0 when now
 * @param tokensParkedMillis until it takes large requests again, 0 when now
 * @param remainingRequests that it would still take, empty when unknown
 * @param remainingTokens that it would still take, empty when unknown
 * @param inFlight requests that its accounts have not finished
 */
public record PoolStatus(
        String pool,
        long parkedMillis,
        long tokensParkedMillis,
        OptionalLong remainingRequests,
        OptionalLong remainingTokens,
        int inFlight) {}
