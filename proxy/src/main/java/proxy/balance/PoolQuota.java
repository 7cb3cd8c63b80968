package proxy.balance;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * What one pool grants: requests and tokens, each with a budget and a closure of its own. A refusal for want of tokens closes the pool
 * only to requests that are larger than what is left. Not thread-safe: guarded by the pool. Times are monotonic milliseconds.
 */
final class PoolQuota {

    private static final long PARK_LEAST_MILLIS = 1_000;
    private static final long PARK_MOST_MILLIS = 4_000;
    /** A pool that does not say when it opens is tried once in the time of so many requests. */
    private static final double GRANTS_PER_GUESS = 50;
    /** Azure counts requests over slices of ten seconds, and tokens over a minute or less (azure.md 5.4). */
    private static final long REQUESTS_WINDOW_MILLIS = 10_000;

    private static final long TOKENS_WINDOW_MILLIS = 20_000;
    /** Long enough for a refusal to come back. */
    private static final long DOUBT_MILLIS = 25;
    /** So many that were not refused one after the other: the pool has more than was thought. */
    private static final int MAX_DOUBTS = 3;

    static final long LONGEST_WINDOW_MILLIS = TOKENS_WINDOW_MILLIS;

    private final RandomGenerator random;
    private final Quota requests;
    private final Quota tokens;
    private double toldTokens;
    private double toldTokensMark;
    private long doubtedAt = Long.MIN_VALUE / 2;
    private int doubts;

    /**
     * How a request was sent.
     *
     * @param large whether it asks for more tokens than a pool that refused others for their size still has
     * @param requestsMark where it stands in the ledger of requests
     * @param tokensMark where it stands in the ledger of tokens
     */
    record Sent(boolean large, double requestsMark, double tokensMark) {}

    /** @param replicas that draw from the pool */
    PoolQuota(PoolLimits limits, int replicas, RandomGenerator random) {
        this.random = random;
        var perSecond = limits.requestsPerMinute() / 60.0;
        var guess = perSecond > 0
                ? Math.clamp((long) (1_000 * GRANTS_PER_GUESS / perSecond), PARK_LEAST_MILLIS, PARK_MOST_MILLIS)
                : PARK_MOST_MILLIS;
        this.requests = new Quota(limits.requestsPerMinute(), REQUESTS_WINDOW_MILLIS, replicas, guess);
        this.tokens = new Quota(limits.tokensPerMinute(), TOKENS_WINDOW_MILLIS, replicas, guess);
    }

    /** Milliseconds until a request of so many tokens may be sent, 0 for now. */
    long remaining(int amount, long now) {
        var wait = closedMillis(now);
        // Within the pool's own wait only what surely fits is sent.
        return amount > leftForSmall() || !requests.budget.surelyCovers(1, now)
                ? Math.max(wait, tokens.remaining(amount, now))
                : wait;
    }

    /**
     * Milliseconds until a request of so many tokens may be sent by a caller that leaves something to others, 0 for now.
     *
     * @param usualTokens of the others' requests
     */
    long heldMillis(RequestFacts facts, Callers callers, double usualTokens, long now) {
        callers.settle(requests.period.perMilli(), tokens.period.perMilli(), now);
        var keptRequests = callers.requestsKept(facts);
        var keptTokens = callers.tokensKept(facts);
        return Math.max(
                keptRequests > 0 ? requests.heldMillis(1, keptRequests, 1, callers.requestsServedUntil(facts), now) : 0,
                keptTokens > 0
                        ? tokens.heldMillis(
                                facts.tokens(), keptTokens, usualTokens, callers.tokensServedUntil(facts), now)
                        : 0);
    }

    /**
     * Milliseconds until a request of so many tokens, if it can wait, should be sent. Where there seems to be nothing left the one before
     * it gets the time to be refused, so that not all that come in this time are refused with it.
     */
    long doubtMillis(int amount, long now) {
        var waits = doubts > 0 && doubts < MAX_DOUBTS && doubtedAt + DOUBT_MILLIS > now && doubtful(amount, now);
        return waits ? doubtedAt + DOUBT_MILLIS - now : 0;
    }

    private boolean doubtful(int amount, long now) {
        return requests.budget.toldShort(1, now)
                || tokens.budget.toldShort(amount, now)
                || requests.budget.grantedAsBefore(1, now);
    }

    /** Milliseconds until any request may be sent, 0 for now. */
    long closedMillis(long now) {
        return requests.remaining(1, now);
    }

    /** Milliseconds until large requests may be sent, 0 for now. */
    long closedToLargeMillis(long now) {
        return tokens.remaining(1, now);
    }

    /** Whether both budgets seem to cover a request of so many tokens. */
    boolean covers(int amount, long now) {
        return requests.budget.covers(1, now) && tokens.budget.covers(amount, now);
    }

    /** Share of the scarcer budget that would be left: 1 is whole, negative is overdrawn. */
    double headroom(int amount, long now) {
        return Math.min(requests.budget.headroom(1, now), tokens.budget.headroom(amount, now));
    }

    OptionalLong requestsLeft(long now) {
        return requests.budget.left(now);
    }

    OptionalLong tokensLeft(long now) {
        return tokens.budget.left(now);
    }

    /** A request of so many tokens is sent. */
    Sent send(int amount, long now) {
        doubts = doubtful(amount, now) ? doubts + 1 : 0;
        doubtedAt = now;
        var large = amount > leftForSmall();
        return new Sent(large, requests.send(1, true, now), tokens.send(amount, large, now));
    }

    void granted(Placement placement, QuotaNews news, long now) {
        requests.granted(1, true, placement.sentAt, now);
        tokens.granted(placement.tokens, placement.quota.large(), placement.sentAt, now);
        told(placement, news, now);
    }

    void refused(Placement placement, QuotaNews news, long now) {
        doubts = 0;
        requests.giveBack(1, placement.quota.requestsMark(), placement.sentAt, now);
        tokens.giveBack(placement.tokens, placement.quota.tokensMark(), placement.sentAt, now);
        told(placement, news, now);
        var lacksTokens = lacksTokens(placement, news, now);
        var lacksBoth = lacksTokens && news.remainingRequests() == 0;
        if (lacksTokens) {
            var wait = wait(news, news.tokensReset(), lacksBoth);
            tokens.exhausted(placement.tokens, placement.sentAt, now, wait, random.nextDouble(), requests);
            var left = news.remainingTokens() == QuotaNews.UNKNOWN ? placement.tokens - 1 : news.remainingTokens();
            toldTokens = Math.min(left, placement.tokens - 1);
            toldTokensMark = placement.quota.tokensMark();
        }
        if (lacksBoth || !lacksTokens) {
            var wait = wait(news, news.requestsReset(), lacksBoth);
            requests.exhausted(1, placement.sentAt, now, wait, random.nextDouble(), tokens);
        }
    }

    /** When both lack, the wait that a refusal asks for is the longer one, and the resets tell how long each takes. */
    private static Optional<RetryHint> wait(QuotaNews news, Optional<RetryHint> reset, boolean lacksBoth) {
        var sooner = reset.filter(it -> lacksBoth
                && news.retry().map(asked -> it.millis() < asked.millis()).orElse(true));
        return sooner.or(news::retry).or(() -> reset);
    }

    private void told(Placement placement, QuotaNews news, long now) {
        var sent = placement.quota;
        var at = placement.sentAt;
        requests.budget.told(news.remainingRequests(), news.limitRequests(), sent.requestsMark(), at, now);
        tokens.budget.told(news.remainingTokens(), news.limitTokens(), sent.tokensMark(), at, now);
    }

    /** Whether tokens lack, by what Azure says is left, else by our own count; in doubt the requests do, which closes the pool to all. */
    private boolean lacksTokens(Placement placement, QuotaNews news, long now) {
        if (news.remainingTokens() != QuotaNews.UNKNOWN) {
            return news.remainingTokens() < placement.tokens;
        }
        return news.remainingRequests() != 0
                && tokens.budget.known()
                && !tokens.budget.covers(placement.tokens, now)
                && requests.budget.covers(1, now);
    }

    /** What a pool that refused for want of tokens still has. */
    private double leftForSmall() {
        return toldTokens - tokens.budget.spentSince(toldTokensMark);
    }
}
