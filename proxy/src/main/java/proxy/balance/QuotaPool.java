package proxy.balance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/**
 * What Azure counts as one bucket of quota: two budgets, requests and tokens, and a closure for each. A refusal for want of
 * tokens closes the pool only to requests that are larger than what is left. Thread-safe: one lock per pool, held for some
 * additions.
 */
final class QuotaPool {

    private static final long PARK_LEAST_MILLIS = 1_000;
    private static final long PARK_MOST_MILLIS = 4_000;
    /** A pool that does not say when it opens is tried once in the time of so many requests. */
    private static final double GRANTS_PER_GUESS = 50;
    /** Azure counts requests over slices of ten seconds, and tokens over a minute or less (azure.md 5.4). */
    private static final long REQUESTS_WINDOW_MILLIS = 10_000;

    private static final long TOKENS_WINDOW_MILLIS = 20_000;

    /** How soon to look again at a placement about which nothing can be said yet. */
    static final long LOOK_MILLIS = 250;

    /** A request is taken away from a silent backend after so many times the usual time. */
    private static final int DOUBT = 4;

    private static final long IDLE_LOOK_MILLIS = 1_000;

    /** The mix of sizes is that of about so many requests. */
    private static final int MIX = 50;

    final String id;
    private final PoolLimits limits;
    private final int replicas;
    private final RandomGenerator random;
    private final Quota requests;
    private final Quota tokens;
    private final double perSecond;
    private final List<Lane> lanes = new ArrayList<>();
    private final double tokensPerRequest;
    private double toldTokens;
    private double toldTokensMark;
    private double usualTokens;

    QuotaPool(String id, PoolLimits limits, int replicas, RandomGenerator random) {
        this.id = id;
        this.limits = limits;
        this.replicas = replicas;
        this.random = random;
        this.perSecond = limits.requestsPerMinute() / 60.0;
        var guess = perSecond > 0
                ? Math.clamp((long) (1_000 * GRANTS_PER_GUESS / perSecond), PARK_LEAST_MILLIS, PARK_MOST_MILLIS)
                : PARK_MOST_MILLIS;
        this.requests = new Quota(limits.requestsPerMinute(), REQUESTS_WINDOW_MILLIS, replicas, guess);
        this.tokens = new Quota(limits.tokensPerMinute(), TOKENS_WINDOW_MILLIS, replicas, guess);
        this.tokensPerRequest =
                limits.requestsPerMinute() > 0 ? (double) limits.tokensPerMinute() / limits.requestsPerMinute() : 0;
        this.usualTokens = tokensPerRequest;
    }

    /** Whether it is what the configuration has under its id. */
    boolean is(PoolLimits configured, int sharers) {
        return limits.equals(configured) && replicas == sharers;
    }

    /** The lane of these backends: what is known of them stays when it is asked for again. */
    synchronized Lane lane(List<Backend> backends, AtomicLongArray latest) {
        return lanes.stream().filter(it -> it.is(backends)).findFirst().orElseGet(() -> {
            var lane = new Lane(this, backends, latest);
            lanes.add(lane);
            return lane;
        });
    }

    /** Forgets what no configuration and no request needs any more. */
    synchronized void forgetAllBut(Collection<Lane> configured) {
        lanes.removeIf(lane -> lane.inFlight == 0 && !configured.contains(lane));
    }

    /** What the pool has for this request. */
    synchronized Offer offer(Lane lane, RequestFacts facts, long now) {
        var quota = requests.remaining(1, now);
        // Within the pool's own wait only what surely fits is sent.
        if (facts.tokens() > tokensLeft() || !requests.budget.surelyCovers(1, now)) {
            quota = Math.max(quota, tokens.remaining(facts.tokens(), now));
        }
        var health = facts.history().refusedBy().contains(id) ? -1 : lane.remaining(facts, now);
        var headroom = Math.min(requests.budget.headroom(1, now), tokens.budget.headroom(facts.tokens(), now));
        var load = lane.inFlight / (perSecond > 0 ? perSecond : lane.members.size());
        return new Offer(
                lane,
                quota,
                health,
                lane.silence.silent(now),
                lane.failed(facts),
                requests.budget.covers(1, now) && tokens.budget.covers(facts.tokens(), now),
                headroom,
                load,
                lane.pace.mean(Pace.kind(facts)),
                new Offer.Mix(usualTokens, tokensPerRequest, perSecond));
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
        var large = facts.tokens() > tokensLeft();
        var requestsMark = requests.send(1, true, now);
        var tokensMark = tokens.send(facts.tokens(), large, now);
        usualTokens += (facts.tokens() - usualTokens) / MIX;
        member.ejection.sent(now);
        var probe = lane.silence.silent(now) || member.silence.silent(now);
        var placement = new Placement(lane, member, facts, now, probe, large, requestsMark, tokensMark);
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
            case Outcome.Unreached unreached -> {
                placement.member.unreached(placement.sentAt, now, random.nextDouble());
                over(placement);
            }
            case Outcome.Failed failed -> {
                placement.member.reached();
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
        requests.granted(1, true, placement.sentAt, now);
        tokens.granted(placement.tokens, placement.large, placement.sentAt, now);
        told(placement, news, now);
    }

    private void throttled(Placement placement, QuotaNews news, long now) {
        requests.budget.giveBack(1, placement.requestsMark, now);
        tokens.budget.giveBack(placement.tokens, placement.tokensMark, now);
        told(placement, news, now);
        if (forTokens(placement, news, now)) {
            var wait = news.retry().or(news::tokensReset);
            tokens.exhausted(placement.tokens, placement.sentAt, now, wait, random.nextDouble());
            var left = news.remainingTokens() == QuotaNews.UNKNOWN ? placement.tokens - 1 : news.remainingTokens();
            toldTokens = Math.min(left, placement.tokens - 1);
            toldTokensMark = placement.tokensMark;
        } else {
            var wait = news.retry().or(news::requestsReset);
            requests.exhausted(1, placement.sentAt, now, wait, random.nextDouble());
        }
    }

    private void told(Placement placement, QuotaNews news, long now) {
        requests.budget.told(news.remainingRequests(), news.limitRequests(), placement.requestsMark, now);
        tokens.budget.told(news.remainingTokens(), news.limitTokens(), placement.tokensMark, now);
    }

    /** Why Azure refused: what it says is left, else what our own count says; in doubt the requests, which closes the pool to all. */
    private boolean forTokens(Placement placement, QuotaNews news, long now) {
        if (news.remainingRequests() == 0) {
            return false;
        }
        if (news.remainingTokens() != QuotaNews.UNKNOWN) {
            return news.remainingTokens() < placement.tokens;
        }
        return tokens.budget.known() && !tokens.budget.covers(placement.tokens, now) && requests.budget.covers(1, now);
    }

    /** What a pool that refused for want of tokens still has. */
    private double tokensLeft() {
        return toldTokens - tokens.budget.spentSince(toldTokensMark);
    }

    private static void heard(Placement placement, long now) {
        placement.heard = true;
        placement.member.reached();
        if (placement.lane.silence.heard(placement, now)) {
            placement.lane.members.forEach(member -> member.silence.end());
        }
        placement.member.silence.heard(placement, now);
    }

    private static void over(Placement placement) {
        placement.over = true;
        placement.lane.silence.gone(placement);
        placement.member.silence.gone(placement);
        placement.lane.inFlight--;
        placement.member.inFlight--;
    }

    /**
     * Milliseconds to leave a placement alone, 0 to cancel it. A backend that is merely slow still serves, and bills, what is taken
     * away from it: so nothing is, until the backend has been mute for several times as long as usual; from then on a probe is given
     * up early.
     */
    synchronized long patience(Placement placement, long now) {
        var lane = placement.lane;
        if (placement.heard || placement.over || !lane.pace.known(placement.kind)) {
            return IDLE_LOOK_MILLIS;
        }
        var usual = lane.pace.usual(placement.kind);
        var silence = lane.silence.silent(now) ? lane.silence : placement.member.silence;
        if (!silence.silent(now)) {
            return Math.max(LOOK_MILLIS, usual / 2);
        }
        var until = placement.probe
                ? Math.max(placement.sentAt + lane.pace.likely(placement.kind), silence.heardAt() + DOUBT * usual)
                : placement.sentAt + DOUBT * usual;
        return Math.max(0, until - now);
    }

    /** Whether it would take a request. */
    synchronized boolean takes(Lane lane, long now) {
        return lane.members.stream().anyMatch(member -> !member.ejection.closed(now))
                && requests.remaining(1, now) == 0
                && !lane.silence.silent(now);
    }

    /** Whether an account can be reached, as far as is known. */
    synchronized boolean reaches(Lane lane, long now) {
        return lane.members.stream().anyMatch(member -> !member.outOfReach(now));
    }

    synchronized PoolStatus status(long now) {
        return new PoolStatus(
                id,
                requests.remaining(1, now),
                tokens.remaining(1, now),
                requests.budget.left(now),
                tokens.budget.left(now),
                lanes.stream().mapToInt(lane -> lane.inFlight).sum());
    }

    synchronized List<BackendStatus> status(Lane lane, long now) {
        return lane.members.stream()
                .map(member -> new BackendStatus(
                        member.backend,
                        requests.remaining(1, now),
                        tokens.remaining(1, now),
                        member.ejection.remaining(now),
                        lane.silence.silent(now) || member.silence.silent(now),
                        member.outOfReach(now),
                        member.inFlight))
                .toList();
    }
}
