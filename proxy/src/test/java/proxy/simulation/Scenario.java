package proxy.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What happens in one simulated run. Times are milliseconds from its start.
 *
 * @param callers who ask, with shares that add up to 1
 * @param waitMillis how long a request may wait for quota
 * @param misjudged by what factor, at most, the proxy's count of tokens is off
 * @param late by how many milliseconds, at most, one request is overtaken by others on its way to the account
 * @param stall for how many milliseconds, every 1.7 seconds, replicas hear and do nothing
 */
record Scenario(
        String name,
        List<Pool> pools,
        double perSecond,
        int replicas,
        long millis,
        List<Fault> faults,
        List<Caller> callers,
        long waitMillis,
        double misjudged,
        long late,
        long stall) {

    static final long FAULT_FROM = 40_000;
    private static final long STALL_PERIOD = 1_700;
    static final long FAULT_TO = 80_000;

    /** A pool of three accounts; priority 1 goes first. */
    record Pool(int requestsPerMinute, int tokensPerMinute, int priority, Meter.Manner manner) {

        static final int ACCOUNTS = 3;

        Pool priority(int other) {
            return new Pool(requestsPerMinute, tokensPerMinute, other, manner);
        }

        Pool manner(Meter.Manner other) {
            return new Pool(requestsPerMinute, tokensPerMinute, priority, other);
        }
    }

    /** One caller, and what share of all requests it sends. */
    record Caller(String name, int priority, double share) {
        static final Caller ANYONE = new Caller("anyone", 1, 1);
    }

    /** Who sends a request, by a number from 0 to 1. */
    Caller caller(double drawn) {
        var left = drawn;
        for (var caller : callers) {
            left -= caller.share();
            if (left < 0) {
                return caller;
            }
        }
        return callers.getLast();
    }

    /** What is wrong with all accounts of a pool for a while. */
    record Fault(int pool, Kind kind, long from, long to) {}

    enum Kind {
        /** Ten times as slow. */
        SLOW,
        /** Takes requests and never answers. */
        SILENT,
        /** Answers 500. */
        FAILING,
        /** Has no quota. */
        NO_QUOTA
    }

    /** The quota of performance.md 3, times {@code scale}: the last pool is bound by tokens. */
    static List<Pool> unequal(int scale, Meter.Manner manner) {
        return List.of(
                new Pool(300 * scale, 50_000 * scale, 1, manner),
                new Pool(600 * scale, 100_000 * scale, 1, manner),
                new Pool(150 * scale, 25_000 * scale, 1, manner),
                new Pool(450 * scale, 45_000 * scale, 1, manner));
    }

    /** {@code load} times the quota of requests arrives for two minutes at one replica. */
    static Scenario of(String name, List<Pool> pools, double load) {
        var perMinute = pools.stream().mapToInt(Pool::requestsPerMinute).sum();
        return new Scenario(
                name + ", load " + load,
                pools,
                load * perMinute / 60,
                1,
                120_000,
                List.of(),
                List.of(Caller.ANYONE),
                50,
                1,
                0,
                0);
    }

    Scenario fault(int pool, Kind kind) {
        return fault(pool, kind, FAULT_FROM, FAULT_TO);
    }

    Scenario fault(int pool, Kind kind, long from, long to) {
        var more = new ArrayList<>(faults);
        more.add(new Fault(pool, kind, from, to));
        return new Scenario(
                name, pools, perSecond, replicas, millis, more, callers, waitMillis, misjudged, late, stall);
    }

    Scenario replicas(int count) {
        return new Scenario(name, pools, perSecond, count, millis, faults, callers, waitMillis, misjudged, late, stall);
    }

    Scenario lasting(long time) {
        return new Scenario(
                name, pools, perSecond, replicas, time, faults, callers, waitMillis, misjudged, late, stall);
    }

    Scenario callers(long wait, Caller... several) {
        return new Scenario(
                name, pools, perSecond, replicas, millis, faults, List.of(several), wait, misjudged, late, stall);
    }

    Scenario misjudged(double factor) {
        return new Scenario(name, pools, perSecond, replicas, millis, faults, callers, waitMillis, factor, late, stall);
    }

    Scenario late(long most) {
        return new Scenario(
                name, pools, perSecond, replicas, millis, faults, callers, waitMillis, misjudged, most, stall);
    }

    Scenario stall(long length) {
        return new Scenario(
                name, pools, perSecond, replicas, millis, faults, callers, waitMillis, misjudged, late, length);
    }

    /** Milliseconds until the replicas hear of something that happens now. */
    long deaf(long now) {
        return stall == 0 ? 0 : Math.max(0, stall - Math.floorMod(now, STALL_PERIOD));
    }

    boolean hit(int pool, Kind kind, long now) {
        return faults.stream()
                .anyMatch(fault ->
                        fault.pool() == pool && fault.kind() == kind && now >= fault.from() && now < fault.to());
    }

    /** Pool of each account. */
    int[] poolOfAccount() {
        return IntStream.range(0, pools.size() * Pool.ACCOUNTS)
                .map(account -> account / Pool.ACCOUNTS)
                .toArray();
    }

    List<Meter> meters() {
        return pools.stream()
                .map(pool -> new Meter(pool.requestsPerMinute(), pool.tokensPerMinute(), pool.manner()))
                .toList();
    }
}
