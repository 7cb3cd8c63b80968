package proxy.balance;

import java.util.Optional;

/**
 * One account of a lane, and how well it does. A failing account is ejected alone, for a short while that grows a little: a probe
 * is cheap, because a failure moves on. One failure ejects an account that has nothing to its credit; one that answers well
 * most of the time is not ejected for a stray one. Not thread-safe: guarded by the pool.
 */
final class Member {

    private static final long EJECT_FIRST_MILLIS = 250;
    private static final long EJECT_MAX_MILLIS = 1_000;
    /** Three readiness probes of the container app, of which two take a replica out. */
    private static final long OUT_OF_REACH_MILLIS = 15_000;

    private static final double START = 0.6;
    private static final double SICK = 0.5;

    final Backend backend;
    final Closure ejection = new Closure(EJECT_FIRST_MILLIS, EJECT_MAX_MILLIS);
    final Silence silence;
    int inFlight;
    private double health = START;
    private long outOfReachUntil = Long.MIN_VALUE;

    Member(Backend backend, Pace pace) {
        this.backend = backend;
        this.silence = new Silence(pace);
    }

    /** Milliseconds until it may be sent this request, 0 for now. */
    long remaining(RequestFacts facts, long now) {
        return Math.max(ejection.remaining(now), silence.remaining(facts, now));
    }

    /** Whether no connection could be made a short while ago, and nothing was heard since. */
    boolean outOfReach(long now) {
        return outOfReachUntil > now;
    }

    void unreached(long sentAt, long now, double jitter) {
        failed(sentAt, now, jitter);
        outOfReachUntil = now + OUT_OF_REACH_MILLIS;
    }

    /** It was connected to. */
    void reached() {
        outOfReachUntil = Long.MIN_VALUE;
    }

    void good(long sentAt) {
        health += (1 - health) * 0.1;
        ejection.good(sentAt);
    }

    void failed(long sentAt, long now, double jitter) {
        health *= 0.7;
        if (health < SICK) {
            ejection.close(sentAt, now, Optional.empty(), jitter);
            health = START;
        }
    }
}
