package bench.quota;

import java.util.List;

/**
 * Counts what one pool admits. Pure: every call brings its time, milliseconds of the run that never go back. A request that no
 * window could ever hold is refused for ever.
 */
public final class Meter {

    /**
     * What a pool says to one request.
     *
     * @param waitMillis until the request would fit if nothing else came; 0 when admitted
     */
    public record Verdict(boolean admitted, long waitMillis) {}

    /** What a pool tells of itself: limits and rests of the windows it speaks of, and until when they last. */
    public record Reading(
            long limitRequests,
            long remainingRequests,
            long resetRequestsMillis,
            long limitTokens,
            long remainingTokens,
            long resetTokensMillis) {}

    private final boolean refusedCount;
    private final List<Window> requests;
    private final Window tokens;
    private long closedUntil;

    public Meter(Limits limits, Manner manner) {
        refusedCount = manner.refusedCount();
        requests = manner.requests(limits);
        tokens = manner.tokens(limits);
    }

    /** No quota at all until then. */
    public void close(long until) {
        closedUntil = until;
    }

    public Verdict admit(long cost, long now) {
        var admitted = fits(cost, now);
        var wait = admitted ? 0 : waitMillis(cost, now);
        if (admitted || refusedCount) {
            requests.forEach(window -> window.add(1, now));
        }
        if (admitted) {
            tokens.add(cost, now);
        }
        return new Verdict(admitted, wait);
    }

    public boolean fits(long cost, long now) {
        return now >= closedUntil
                && tokens.covers(cost, now)
                && requests.stream().allMatch(window -> window.covers(1, now));
    }

    /** Until the request would fit if nothing else came, 0 when it does now. */
    public long waitMillis(long cost, long now) {
        var wait = Math.max(0, closedUntil - now);
        for (var window : requests) {
            wait = Math.max(wait, window.covers(1, now) ? 0 : window.ends(now));
        }
        return Math.max(wait, tokens.covers(cost, now) ? 0 : tokens.ends(now));
    }

    /** Share of the scarcer budget that would be left after the request; negative when it does not fit. */
    public double headroom(long cost, long now) {
        var left = (tokens.left(now) - (double) cost) / Math.max(1, tokens.limit());
        for (var window : requests) {
            left = Math.min(left, (window.left(now) - 1.0) / Math.max(1, window.limit()));
        }
        return left;
    }

    /** Milliseconds since one of its windows started. */
    public long age(long now) {
        var age = tokens.age(now);
        for (var window : requests) {
            age = Math.min(age, window.age(now));
        }
        return age;
    }

    public Reading read(long now) {
        var told = requests.getLast();
        var open = now >= closedUntil;
        return new Reading(
                told.limit(),
                open ? told.left(now) : 0,
                told.ends(now),
                tokens.limit(),
                tokens.left(now),
                tokens.ends(now));
    }
}
