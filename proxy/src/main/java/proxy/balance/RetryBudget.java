package proxy.balance;

/**
 * How many second tries all requests together may have: each request earns a share of one, and an outage cannot multiply the
 * load beyond that. Thread-safe.
 */
final class RetryBudget {

    private final double perRequest;
    private final double most;
    private double left;

    RetryBudget(int percent, int most) {
        this.perRequest = percent / 100.0;
        this.most = most;
        this.left = most;
    }

    synchronized void earn() {
        left = Math.min(most, left + perRequest);
    }

    /** Takes one, if there is one. */
    synchronized boolean spend() {
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
