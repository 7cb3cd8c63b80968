package bench.account;

import bench.quota.Meter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What was asked of the accounts and what became of it. Only on the loop. Times are milliseconds of the run. */
public final class Tally {

    /** An attempt that had left before the refusal can have arrived. */
    private static final long CROSSING_MILLIS = 10;

    public final long[] attempts;
    public final long[] admitted;
    public final long[] refused;
    /** Attempts that cannot fit, at a pool that has told a wait which is not over. */
    public long insideWait;
    /** Of these, so soon after it was told that they may have been on their way. */
    public long crossing;
    /** Requests that more than one attempt was admitted for. */
    public long paidTwice;
    /** Answers whose connection went away before they were complete. */
    public long abandoned;
    /** When that was, by number of the request, in nanoseconds. */
    public final Map<Integer, Long> abandonedAt = new HashMap<>();
    /** Longest time from the end of a pool's wait to the next admission. */
    public long recoveryMillis;

    /** Longest time from the end of a pool's fault to the next admission; -1 when there was none yet. */
    public long backMillis = -1;

    private final long[] healedAt;
    private final long[] toldAt;
    private final long[] toldUntil;
    private final boolean[] awaited;
    private byte[] admissions = new byte[1 << 16];
    private long[] answeredAt = new long[1 << 10];

    Tally(int pools) {
        attempts = new long[pools];
        admitted = new long[pools];
        refused = new long[pools];
        healedAt = new long[pools];
        toldAt = new long[pools];
        Arrays.fill(healedAt, -1);
        toldUntil = new long[pools];
        awaited = new boolean[pools];
    }

    /**
     * @param fits whether the pool could take the request when it came
     * @param cameAt when it can have come at the earliest; it is read now
     */
    void attempt(int pool, boolean fits, long cameAt, long now) {
        attempts[pool]++;
        if (now < toldUntil[pool] && !fits) {
            insideWait++;
            crossing += cameAt <= toldAt[pool] + CROSSING_MILLIS ? 1 : 0;
        }
    }

    void verdict(int pool, int id, Meter.Verdict verdict, long now) {
        if (!verdict.admitted()) {
            refused[pool]++;
            return;
        }
        admitted[pool]++;
        if (healedAt[pool] >= 0) {
            backMillis = Math.max(backMillis, now - healedAt[pool]);
            healedAt[pool] = -1;
        }
        if (awaited[pool] && now >= toldUntil[pool]) {
            awaited[pool] = false;
            recoveryMillis = Math.max(recoveryMillis, now - toldUntil[pool]);
        }
        if (id >= 0 && id < 1 << 26) {
            paid(id);
        }
    }

    /** A refusal leaves the account: before that nobody can know of it. @param until when its wait is over */
    void told(int pool, long until, long now) {
        if (now >= toldUntil[pool]) {
            toldAt[pool] = now;
        }
        toldUntil[pool] = Math.max(toldUntil[pool], until);
        awaited[pool] = true;
    }

    void abandoned(int id) {
        abandoned++;
        abandonedAt.put(id, System.nanoTime());
    }

    /** The last byte of an answer is written. */
    void answered(int id) {
        if (id >= 0 && id < 1 << 26) {
            if (id >= answeredAt.length) {
                answeredAt = Arrays.copyOf(answeredAt, Math.max(id + 1, 2 * answeredAt.length));
            }
            answeredAt[id] = System.nanoTime();
        }
    }

    /**
     * When an account's work on a request was over, whole or abandoned.
     *
     * @return nanoseconds of {@link System#nanoTime}, 0 when no account worked on it or one still does
     */
    public long workedUntil(int id) {
        var whole = id < answeredAt.length ? answeredAt[id] : 0;
        return abandonedAt.getOrDefault(id, whole);
    }

    /** Whether an account has taken the request. */
    public boolean taken(int id) {
        return id < admissions.length && admissions[id] > 0;
    }

    /** An answer that was an error after all: nobody pays for it. */
    void unpaid(int id) {
        if (id >= 0 && id < admissions.length && admissions[id]-- == 2) {
            paidTwice--;
        }
    }

    void healed(int pool, long now) {
        healedAt[pool] = now;
    }

    private void paid(int id) {
        if (id >= admissions.length) {
            admissions = Arrays.copyOf(admissions, Math.max(id + 1, 2 * admissions.length));
        }
        if (++admissions[id] == 2) {
            paidTwice++;
        }
    }

    public long allAttempts() {
        return Arrays.stream(attempts).sum();
    }

    public long allAdmitted() {
        return Arrays.stream(admitted).sum();
    }
}
