package proxy.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/**
 * What Azure counts as one bucket of quota: two budgets, requests and tokens, and a closure for each. A refusal for want of
 * tokens closes the pool only to requests that are larger than what is left. Thread-safe: one lock per pool, held for some
 * additions.
 */
final class QuotaPool {

    private static final long PARK_FIRST_MILLIS = 1_000;
    private static final long PARK_MAX_MILLIS = 8_000;
    /** Azure counts requests over slices of ten seconds, and tokens over a minute or less (azure.md 5.4). */
    private static final long REQUESTS_WINDOW_MILLIS = 10_000;

    private static final long TOKENS_WINDOW_MILLIS = 20_000;

    /** How soon to look again at a placement about which nothing can be said yet. */
    static final long LOOK_MILLIS = 250;

    private static final long IDLE_LOOK_MILLIS = 1_000;

    final String id;
    private final RandomGenerator random;
    private final Budget requests;
    private final Budget tokens;
    private final Closure requestsClosure = new Closure(PARK_FIRST_MILLIS, PARK_MAX_MILLIS);
    private final Closure tokensClosure = new Closure(PARK_FIRST_MILLIS, PARK_MAX_MILLIS);
    private final double weight;
    private final List<Lane> lanes = new ArrayList<>();
    private double tokensLeft;

    QuotaPool(String id, PoolLimits limits, RandomGenerator random) {
        this.id = id;
        this.random = random;
        this.requests = new Budget(limits.requestsPerMinute(), REQUESTS_WINDOW_MILLIS);
        this.tokens = new Budget(limits.tokensPerMinute(), TOKENS_WINDOW_MILLIS);
        this.weight = limits.requestsPerMinute() / 60.0;
    }

    synchronized Lane lane(List<Backend> backends, AtomicLongArray latest) {
        var lane = new Lane(this, backends, latest);
        lanes.add(lane);
        return lane;
    }

    /** What the pool has for this request. */
    synchronized Offer offer(Lane lane, RequestFacts facts, long now) {
        var quota = requestsClosure.remaining(now);
        if (facts.tokens() > tokensLeft) {
            quota = Math.max(quota, tokensClosure.remaining(now));
        }
        var health = facts.history().refusedBy().contains(id) ? -1 : lane.remaining(facts, now);
        var headroom = Math.min(requests.headroom(1, now), tokens.headroom(facts.tokens(), now));
        var load = lane.inFlight / (weight > 0 ? weight : lane.members.size());
        return new Offer(lane, quota, health, lane.silence.silent(now), headroom, load);
    }

    /**
     * Takes the request in. Null when another one was faster and this one must choose again.
     *
     * @param desperate whether an ejected account will do
     */
    synchronized Placement take(Lane lane, RequestFacts facts, long now, boolean desperate) {
        var offer = offer(lane, facts, now);
        var member = offer.quotaMillis() > 0 ? null : lane.choose(facts, now, desperate, random);
        if (member == null || (offer.healthMillis() != 0 && !desperate)) {
            return null;
        }
        var large = facts.tokens() > tokensLeft;
        requests.spend(1, now);
        tokens.spend(facts.tokens(), now);
        tokensLeft -= facts.tokens();
        requestsClosure.sent(now);
        if (large) {
            tokensClosure.sent(now);
        }
        member.ejection.sent(now);
        var probe = lane.silence.silent(now) || member.silence.silent(now);
        var placement = new Placement(lane, member, facts, now, probe, large, requests.spent(), tokens.spent());
        lane.silence.sent(placement, now);
        member.silence.sent(placement, now);
        lane.inFlight++;
        member.inFlight++;
        return placement;
    }

    synchronized void record(Placement placement, Outcome outcome, long now) {
        if (placement.over) {
            return;
        }
        switch (outcome) {
            case Outcome.Answered answered -> answered(placement, answered.news(), now);
            case Outcome.Throttled throttled -> {
                heard(placement, now);
                throttled(placement, throttled.news(), now);
                over(placement);
            }
            case Outcome.Failed failed -> {
                placement.member.failed(placement.sentAt, now, random.nextDouble());
                over(placement);
            }
            case Outcome.Finished finished -> over(placement);
            case Outcome.Cancelled cancelled -> over(placement);
        }
    }

    private void answered(Placement placement, QuotaNews news, long now) {
        if (!placement.heard) {
            placement.lane.pace.answered(placement.kind, placement.sentAt, now - placement.sentAt);
        }
        heard(placement, now);
        placement.member.good(placement.sentAt);
        requestsClosure.good(placement.sentAt);
        if (placement.large) {
            tokensClosure.good(placement.sentAt);
        }
        requests.told(news.remainingRequests(), news.limitRequests(), placement.requestsSpent, now);
        tokens.told(news.remainingTokens(), news.limitTokens(), placement.tokensSpent, now);
    }

    private void throttled(Placement placement, QuotaNews news, long now) {
        if (forTokens(placement, news, now)) {
            var wait = news.retry().or(news::tokensReset);
            tokensClosure.close(placement.sentAt, now, wait, random.nextDouble());
            tokens.refused(placement.tokens, tokensClosure.until(), now);
            var left = news.remainingTokens() == QuotaNews.UNKNOWN ? placement.tokens - 1 : news.remainingTokens();
            tokensLeft = Math.min(left, placement.tokens - 1) - (tokens.spent() - placement.tokensSpent);
        } else {
            var wait = news.retry().or(news::requestsReset);
            requestsClosure.close(placement.sentAt, now, wait, random.nextDouble());
            requests.refused(1, requestsClosure.until(), now);
        }
    }

    /** Why Azure refused: what it says is left, else what our own count says; in doubt the requests, which closes the pool to all. */
    private boolean forTokens(Placement placement, QuotaNews news, long now) {
        if (news.remainingRequests() == 0) {
            return false;
        }
        if (news.remainingTokens() != QuotaNews.UNKNOWN) {
            return news.remainingTokens() < placement.tokens;
        }
        // The refused request itself was already taken from both counts.
        return tokens.known() && tokens.headroom(0, now) <= 0 && requests.headroom(0, now) > 0;
    }

    private static void heard(Placement placement, long now) {
        placement.heard = true;
        placement.lane.silence.heard(placement, now);
        placement.member.silence.heard(placement, now);
    }

    private static void over(Placement placement) {
        placement.over = true;
        placement.lane.silence.gone(placement);
        placement.member.silence.gone(placement);
        placement.lane.inFlight--;
        placement.member.inFlight--;
    }

    /** Milliseconds to leave a placement alone, 0 to cancel it. */
    synchronized long patience(Placement placement, long now) {
        var lane = placement.lane;
        if (placement.heard || placement.over || !lane.pace.known(placement.kind)) {
            return IDLE_LOOK_MILLIS;
        }
        // A probe knows that the backend is suspect; others give it the benefit of the doubt for as long again.
        var usual = lane.pace.usual(placement.kind);
        var left = placement.sentAt + (placement.probe ? usual : 2 * usual) - now;
        var silent = lane.silence.silent(now) || placement.member.silence.silent(now);
        return left > 0 ? left : silent ? 0 : Math.max(LOOK_MILLIS, usual / 2);
    }

    /** Whether it would take a request. */
    synchronized boolean takes(Lane lane, long now) {
        return usable(lane, now) && !requestsClosure.closed(now) && !lane.silence.silent(now);
    }

    synchronized boolean usable(Lane lane, long now) {
        return lane.members.stream().anyMatch(member -> !member.ejection.closed(now));
    }

    synchronized List<BackendStatus> status(Lane lane, long now) {
        return lane.members.stream()
                .map(member -> new BackendStatus(
                        member.backend,
                        requestsClosure.remaining(now),
                        tokensClosure.remaining(now),
                        member.ejection.remaining(now),
                        lane.silence.silent(now) || member.silence.silent(now),
                        member.inFlight))
                .toList();
    }
}
