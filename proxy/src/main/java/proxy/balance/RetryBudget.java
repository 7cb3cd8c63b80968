package proxy.balance;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many second tries all requests together may have, and those of one caller: each request earns a share of one, and an outage cannot
 * multiply the load beyond that. Half of what is saved up is out of the reach of any one caller, as long as there are others, so that one
 * whose requests fail leaves them theirs. Remembers {@link #MOST_CALLERS}; who has not asked for longest is forgotten first.
 * Thread-safe.
 */
final class RetryBudget {

    static final int MOST_CALLERS = 1_000;

    private final double perRequest;
    private final double most;
    private final Map<String, Savings> callers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Savings> eldest) {
            return size() > MOST_CALLERS;
        }
    };
    private double left;

    private static final class Savings {
        double left;
    }

    RetryBudget(int percent, int most) {
        this.perRequest = percent / 100.0;
        this.most = most;
        this.left = most;
    }

    synchronized void earn(String caller) {
        left = Math.min(most, left + perRequest);
        var own = of(caller);
        own.left = Math.min(mostOfOne(), own.left + perRequest);
    }

    /** Takes one, if there is one. */
    synchronized boolean spend(String caller) {
        var own = of(caller);
        own.left = Math.min(own.left, mostOfOne());
        if (left < 1 || own.left < 1) {
            return false;
        }
        left--;
        own.left--;
        return true;
    }

    private Savings of(String caller) {
        var own = callers.get(caller);
        if (own == null) {
            own = new Savings();
            callers.put(caller, own);
            own.left = mostOfOne();
        }
        return own;
    }

    private double mostOfOne() {
        return callers.size() > 1 ? Math.max(1, most / 2) : most;
    }
}
