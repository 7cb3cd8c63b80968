package proxy.balance;

/**
 * What a pool has for one request at one moment.
 *
 * @param quotaMillis until its quota takes the request, 0 for now
 * @param healthMillis until an account may be tried, 0 for now; -1 when none may be, for this request
 * @param headroom share of the scarcer budget that would be left, negative when overdrawn
 * @param load requests under way per request that the pool grants a second
 */
record Offer(Lane lane, long quotaMillis, long healthMillis, boolean silent, double headroom, double load) {

    boolean open() {
        return quotaMillis == 0 && healthMillis == 0;
    }

    /** Whether the request may go there once time has passed. */
    boolean usable() {
        return healthMillis >= 0;
    }

    /** Until the pool would take a request like this one, whatever this one has met there. */
    long soonest() {
        return Math.max(quotaMillis, healthMillis);
    }

    /** Headroom first; among like ones, where less is under way. */
    double score() {
        return headroom - 0.1 * load;
    }
}
