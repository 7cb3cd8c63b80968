package proxy.balance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/**
 * What Azure counts as one bucket of quota, and the accounts that draw from it: whether they can take a request, and how they do.
 * Thread-safe: one lock per pool, held for some additions.
 */
final class QuotaPool {

    /** The mix of sizes is that of about so many requests. */
    private static final int MIX = 50;

    final String id;
    private final PoolLimits limits;
    private final int replicas;
    private final RandomGenerator random;
    private final PoolQuota quota;
    private final double perSecond;
    private final List<Lane> lanes = new ArrayList<>();
    private final double tokensPerRequest;
    private final Callers callers = new Callers();
    private double usualTokens;

    QuotaPool(String id, PoolLimits limits, int replicas, RandomGenerator random) {
        this.id = id;
        this.limits = limits;
        this.replicas = replicas;
        this.random = random;
        this.perSecond = limits.requestsPerMinute() / 60.0;
        this.quota = new PoolQuota(limits, replicas, random);
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

    /** A caller asks, and of all that might serve it this pool has so large a part. */
    synchronized void asked(RequestFacts facts, double part) {
        callers.asked(facts, part);
    }

    /** Requests a second, 0 when unknown. */
    double perSecond() {
        return perSecond;
    }

    /** What the pool has for this request. */
    synchronized Offer offer(Lane lane, RequestFacts facts, long now) {
        var health = facts.history().refusedBy().contains(id) ? -1 : lane.remaining(facts, now);
        var load = lane.inFlight / (perSecond > 0 ? perSecond : lane.members.size());
        var wait = quota.remaining(facts.tokens(), now);
        var held = wait > 0 ? 0 : quota.heldMillis(facts, callers, usualTokens, now);
        var doubt = quota.doubtMillis(facts.tokens(), now);
        return new Offer(
                lane,
                Math.max(wait, held),
                held > 0,
                health,
                2 * doubt <= facts.history().waitMillis() ? doubt : 0,
                lane.silence.silent(now),
                lane.isSecondChoice(facts),
                quota.covers(facts.tokens(), now),
                quota.headroom(facts.tokens(), now),
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
        if (member == null || ((offer.doubtMillis() > 0 || offer.healthMillis() != 0) && !desperate)) {
            return null;
        }
        var sent = quota.send(facts.tokens(), now);
        callers.granted(facts, now);
        usualTokens += (facts.tokens() - usualTokens) / MIX;
        return lane.send(member, facts, now, sent);
    }

    /** @return whether the placement has come to its end */
    synchronized boolean record(Placement placement, Outcome outcome, long now) {
        if (placement.over) {
            return false;
        }
        switch (outcome) {
            case Outcome.Answered answered -> answered(placement, answered.news(), now);
            case Outcome.Throttled throttled -> {
                placement.lane.heard(placement, now);
                quota.refused(placement, throttled.news(), now);
            }
            case Outcome.Unreached unreached -> placement.lane.failed(placement, false, now, random.nextDouble());
            case Outcome.Failed failed -> placement.lane.failed(placement, true, now, random.nextDouble());
            case Outcome.Finished finished -> {}
            case Outcome.Cancelled cancelled -> {}
        }
        if (!(outcome instanceof Outcome.Answered)) {
            placement.lane.over(placement);
        }
        return placement.over;
    }

    private void answered(Placement placement, QuotaNews news, long now) {
        if (!placement.heard) {
            placement.lane.pace.answered(placement.kind, placement.sentAt, now - placement.sentAt);
        }
        placement.lane.heard(placement, now);
        placement.lane.good(placement);
        quota.granted(placement, news, now);
    }

    /** Milliseconds to leave a placement alone, 0 to cancel it. */
    synchronized long patience(Placement placement, long now) {
        return placement.lane.patience(placement, now);
    }

    /** Whether it would take a request. */
    synchronized boolean takes(Lane lane, long now) {
        return lane.members.stream().anyMatch(member -> !member.ejection.closed(now))
                && quota.closedMillis(now) == 0
                && !lane.silence.silent(now);
    }

    /** Whether an account can be reached, as far as is known. */
    synchronized boolean reaches(Lane lane, long now) {
        return lane.members.stream().anyMatch(member -> !member.outOfReach(now));
    }

    synchronized PoolStatus status(long now) {
        return new PoolStatus(
                id,
                quota.closedMillis(now),
                quota.closedToLargeMillis(now),
                quota.requestsLeft(now),
                quota.tokensLeft(now),
                lanes.stream().mapToInt(lane -> lane.inFlight).sum());
    }

    synchronized List<BackendStatus> status(Lane lane, long now) {
        return lane.members.stream()
                .map(member -> new BackendStatus(
                        member.backend,
                        quota.closedMillis(now),
                        quota.closedToLargeMillis(now),
                        member.ejection.remaining(now),
                        lane.silence.silent(now) || member.silence.silent(now),
                        member.outOfReach(now),
                        member.inFlight))
                .toList();
    }
}
