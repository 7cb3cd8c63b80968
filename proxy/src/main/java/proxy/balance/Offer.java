package proxy.balance;

/**
 * What a pool has for one request at one moment.
 *
 * @param quotaMillis until its quota takes the request, 0 for now
 * @param held whether its quota is there, and left to other callers
 * @param healthMillis until an account may be tried, 0 for now; -1 when none may be, for this request
 * @param doubtMillis until another request that may be refused has had its time to be, 0 for now or when this one cannot wait so long
 * @param silent whether it has stopped answering
 * @param secondChoice whether others should come first, because of what has failed here
 * @param promising whether both budgets seem to cover the request
 * @param headroom share of the scarcer budget that would be left, negative when overdrawn
 * @param load requests under way per request that the pool grants a second
 * @param firstByteMillis that requests of this kind take on average, 0 when unknown
 * @param mix how large its requests have been
 */
record Offer(
        Lane lane,
        long quotaMillis,
        boolean held,
        long healthMillis,
        long doubtMillis,
        boolean silent,
        boolean secondChoice,
        boolean promising,
        double headroom,
        double load,
        double firstByteMillis,
        Mix mix) {

    private static final double LOAD_WEIGHT = 0.2;
    private static final double SLOWNESS_WEIGHT = 0.3;
    private static final double PRESSURE_WEIGHT = 0.5;

    /**
     * The sizes of a pool's requests.
     *
     * @param usualTokens of its latest requests
     * @param tokensPerRequest that its two limits allow, 0 when unknown
     * @param requestsPerSecond that it grants, 0 when unknown
     */
    record Mix(double usualTokens, double tokensPerRequest, double requestsPerSecond) {

        /** Above 1 its tokens will run out before its requests do. */
        double pressure() {
            return tokensPerRequest > 0 ? usualTokens / tokensPerRequest : 1;
        }
    }

    boolean open() {
        return quotaMillis == 0 && healthMillis == 0;
    }

    /** Whether the request may go there once time has passed. */
    boolean usable() {
        return healthMillis >= 0;
    }

    /** Whether it is among those that the callers share. */
    boolean serves() {
        return healthMillis == 0 && quotaMillis <= PoolQuota.LONGEST_WINDOW_MILLIS;
    }

    /** Until the pool would take a request like this one, whatever this one has met there. */
    long soonest() {
        return Math.max(quotaMillis, healthMillis);
    }

    /**
     * How good a choice it is: headroom first, then a quick one with little under way. Large requests go where tokens last longest
     * and small ones where they run out first, so that every pool's tokens and requests come to their end together.
     *
     * @param size the request's tokens, where 1 is usual
     * @param quickest {@link #firstByteMillis} of the quickest pool, 0 when unknown
     */
    double score(double size, double quickest) {
        var slowness = quickest > 0 && firstByteMillis > 0 ? Math.min(1, firstByteMillis / quickest - 1) : 0;
        return headroom
                - LOAD_WEIGHT * load
                - SLOWNESS_WEIGHT * slowness
                - PRESSURE_WEIGHT * mix.pressure() * (size - 1);
    }
}
