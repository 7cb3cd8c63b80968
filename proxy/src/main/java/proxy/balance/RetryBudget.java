package proxy.balance;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many second tries all requests together may have, and those of one caller: each request earns a share of one, and an outage cannot
 * multiply the load beyond that. Half of what is saved up is out of the reach of any one caller, as long as others ask, too, so that one
 * whose requests fail leaves them theirs. When nothing is left a few a second may still be made, so that little traffic, which earns
 * little, finds its way past a failure. A try that reached nobody cost nothing. Remembers {@link #MOST_CALLERS}; who has not asked for longest is forgotten first. Thread-safe.
 * Times are monotonic milliseconds.
 */
final class RetryBudget {

    static final int MOST_CALLERS = 1_000;
    /** Who has not asked for so long leaves its part to others. */
    static final long QUIET_MILLIS = 60_000;
    /** Second tries that may be under way, and begin in a second, whatever was spent, unless fewer are allowed at all. */
    static final int FLOOR = 3;

    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final double perRequest;
    private final double most;
    private final Map<String, Savings> callers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Savings> eldest) {
            return size() > MOST_CALLERS;
        }
    };
    private double left;
    private int underWay;
    private double floorLeft = FLOOR;
    private long floorAt;

    private String latest = "";
    private long latestAt = LONG_AGO;
    /** When another caller than the latest asked last. */
    private long otherAt = LONG_AGO;

    private static final class Savings {
        double left;
    }

    RetryBudget(int percent, int most) {
        this.perRequest = percent / 100.0;
        this.most = most;
        this.left = most;
    }

    synchronized void earn(String caller, long now) {
        left = Math.min(most, left + perRequest);
        var own = of(caller, now);
        own.left = Math.min(mostOfOne(now), own.left + perRequest);
    }

    /** Takes one, if there is one. */
    synchronized boolean spend(String caller, long now) {
        var own = of(caller, now);
        own.left = Math.min(own.left, mostOfOne(now));
        if (left < 1 || own.left < 1) {
            return spendFloor(now);
        }
        left--;
        own.left--;
        return true;
    }

    private boolean spendFloor(long now) {
        floorLeft = Math.min(FLOOR, floorLeft + (now - floorAt) * FLOOR / 1_000.0);
        floorAt = now;
        if (underWay >= Math.min(FLOOR, most) || floorLeft < 1) {
            return false;
        }
        floorLeft--;
        return true;
    }

    /** A try reached nobody: the next one is paid for. */
    synchronized void giveBack(String caller, long now) {
        left = Math.min(most, left + 1);
        var own = of(caller, now);
        own.left = Math.min(mostOfOne(now), own.left + 1);
    }

    /** A second try is sent. */
    synchronized void sent() {
        underWay++;
    }

    /** A second try has come to its end. */
    synchronized void over() {
        underWay = Math.max(0, underWay - 1);
    }

    private Savings of(String caller, long now) {
        if (!caller.equals(latest)) {
            otherAt = latestAt;
            latest = caller;
        }
        latestAt = now;
        var own = callers.get(caller);
        if (own == null) {
            own = new Savings();
            callers.put(caller, own);
            own.left = mostOfOne(now);
        }
        return own;
    }

    /** Of the caller that asks now. */
    private double mostOfOne(long now) {
        return now - otherAt < QUIET_MILLIS ? Math.max(1, most / 2) : most;
    }
}
