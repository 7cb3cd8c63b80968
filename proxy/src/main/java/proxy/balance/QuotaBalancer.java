package proxy.balance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Balances over quota pools: a refusal parks the pool, for its requests or for its large ones; a failure ejects the account; a lane
 * that has stopped answering gets one probe at a time. What is only guessed orders choices and refuses nothing.
 */
public final class QuotaBalancer implements Balancer {

    private final LongSupplier nanoTime;
    private final long startedAt;
    private final RandomGenerator random;
    private final BalanceSettings settings;
    private final RetryBudget retries;
    private final Map<String, QuotaPool> pools = new TreeMap<>();
    private final Map<String, List<Lane>> deployments = new HashMap<>();
    private final Map<String, AtomicLongArray> latest = new HashMap<>();

    /**
     * @param limits by pool id; a pool that is not in it is unknown
     * @param nanoTime monotonic time in nanoseconds
     * @param random safe for use by several threads
     */
    public QuotaBalancer(
            List<Backend> backends,
            Map<String, PoolLimits> limits,
            BalanceSettings settings,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        this.random = random;
        this.settings = settings;
        this.retries = new RetryBudget(settings.retryPercent(), settings.retryBurst());
        connect(backends, limits, Map.of(), Map.of());
    }

    private QuotaBalancer(
            QuotaBalancer before, List<Backend> backends, Map<String, PoolLimits> limits, BalanceSettings settings) {
        this.nanoTime = before.nanoTime;
        this.startedAt = before.startedAt;
        this.random = before.random;
        this.settings = settings;
        this.retries = settings.equals(before.settings)
                ? before.retries
                : new RetryBudget(settings.retryPercent(), settings.retryBurst());
        connect(backends, limits, before.pools, before.latest);
    }

    /**
     * A balancer of another configuration. A pool of the same limits is the same pool: what is known of it stays, and what the requests
     * of this balancer still learn, the other one knows.
     */
    public QuotaBalancer changed(List<Backend> backends, Map<String, PoolLimits> limits, BalanceSettings changed) {
        return new QuotaBalancer(this, backends, limits, changed);
    }

    private void connect(
            List<Backend> backends,
            Map<String, PoolLimits> limits,
            Map<String, QuotaPool> poolsBefore,
            Map<String, AtomicLongArray> latestBefore) {
        for (var backend : backends) {
            pools.computeIfAbsent(
                    backend.pool(), id -> pool(poolsBefore.get(id), id, limits.getOrDefault(id, PoolLimits.UNKNOWN)));
        }
        byDeployment(backends).forEach((deployment, lanes) -> {
            var times = latestBefore.getOrDefault(deployment, Pace.latest());
            latest.put(deployment, times);
            deployments.put(
                    deployment,
                    lanes.values().stream()
                            .map(lane -> pools.get(lane.getFirst().pool()).lane(lane, times))
                            .toList());
        });
        var used = deployments.values().stream().flatMap(List::stream).toList();
        pools.values().forEach(pool -> pool.forgetAllBut(used));
    }

    private QuotaPool pool(QuotaPool before, String id, PoolLimits limits) {
        return before != null && before.is(limits, settings.replicas())
                ? before
                : new QuotaPool(id, limits, settings.replicas(), random);
    }

    /** What a lane's backends share is a list, because the first hash code of a record takes a tenth of the proxy's whole start. */
    private static Map<String, Map<List<Object>, List<Backend>>> byDeployment(List<Backend> backends) {
        var grouped = new LinkedHashMap<String, Map<List<Object>, List<Backend>>>();
        for (var backend : backends) {
            grouped.computeIfAbsent(backend.deployment(), name -> new LinkedHashMap<>())
                    .computeIfAbsent(
                            List.of(backend.pool(), backend.geography(), backend.priority()), key -> new ArrayList<>())
                    .add(backend);
        }
        return grouped;
    }

    @Override
    public Decision decide(RequestFacts facts) {
        var lanes = deployments.get(facts.deployment());
        if (lanes == null) {
            return new Decision.Reject(Decision.Cause.UNKNOWN_DEPLOYMENT, 0, false);
        }
        var history = facts.history();
        var first = history.attempts() == 0;
        var paid = first;
        var counted = !first || history.waited();
        while (true) {
            var now = now();
            var offers = offers(lanes, facts, now);
            if (offers.isEmpty()) {
                return new Decision.Reject(nowhere(lanes, facts), 0, false);
            }
            if (!counted) {
                asked(offers, facts);
                counted = true;
            }
            var open = history.attemptsLeft() > 0 ? open(offers) : List.<Offer>of();
            var preferred = Chooser.preferred(open);
            if (!preferred.isEmpty() && certain(preferred).isEmpty()) {
                return forRefusal(preferred);
            }
            open = certain(open);
            var desperate = open.isEmpty();
            var choice = desperate ? lastResort(offers, history) : Chooser.choose(open, facts, random);
            if (choice == null) {
                return giveUp(offers, facts);
            }
            if (!paid && !retries.spend(facts.asker().name())) {
                return reject(offers, facts, false);
            }
            paid = true;
            var placement = choice.lane().pool.take(choice.lane(), facts, now, desperate);
            if (placement != null) {
                if (first) {
                    retries.earn(facts.asker().name());
                }
                return new Decision.Forward(placement);
            }
        }
    }

    private static List<Offer> offers(List<Lane> lanes, RequestFacts facts, long now) {
        var offers = new ArrayList<Offer>(lanes.size());
        for (var lane : lanes) {
            if (facts.asker().mayUse(lane.geography) && lane.fits(facts)) {
                offers.add(lane.pool.offer(lane, facts, now));
            }
        }
        return offers;
    }

    /** A pool that is out of order, or closed for longer than a window, is asked for nothing. */
    private static void asked(List<Offer> offers, RequestFacts facts) {
        var all = 0.0;
        for (var offer : offers) {
            all += offer.serves() ? offer.lane().pool.perSecond() : 0;
        }
        for (var offer : offers) {
            if (offer.serves() && all > 0) {
                offer.lane().pool.asked(facts, offer.lane().pool.perSecond() / all);
            }
        }
    }

    private static Decision.Cause nowhere(List<Lane> lanes, RequestFacts facts) {
        return lanes.stream().anyMatch(lane -> lane.fits(facts)) ? Decision.Cause.GEOGRAPHY : Decision.Cause.ELSEWHERE;
    }

    private static List<Offer> open(List<Offer> offers) {
        var open = new ArrayList<Offer>(offers.size());
        for (var offer : offers) {
            if (offer.open()) {
                open.add(offer);
            }
        }
        return open;
    }

    /** Those that need not wait for the refusal of another request. */
    private static List<Offer> certain(List<Offer> open) {
        var doubted = 0;
        for (var offer : open) {
            doubted += offer.doubtMillis() > 0 ? 1 : 0;
        }
        if (doubted == 0) {
            return open;
        }
        var certain = new ArrayList<Offer>(open.size() - doubted);
        for (var offer : open) {
            if (offer.doubtMillis() == 0) {
                certain.add(offer);
            }
        }
        return certain;
    }

    private static Decision.Wait forRefusal(List<Offer> doubted) {
        var soonest = Long.MAX_VALUE;
        for (var offer : doubted) {
            soonest = Math.min(soonest, offer.doubtMillis());
        }
        return new Decision.Wait(soonest);
    }

    /** When all that has quota is ejected, the account that comes back first may have healed: there is nothing to lose. */
    private static Offer lastResort(List<Offer> offers, RequestFacts.History history) {
        return history.attemptsLeft() <= 0
                ? null
                : offers.stream()
                        .filter(offer -> offer.usable() && offer.quotaMillis() == 0 && !offer.silent())
                        .min(Comparator.comparingLong(Offer::healthMillis))
                        .orElse(null);
    }

    private static Decision giveUp(List<Offer> offers, RequestFacts facts) {
        var history = facts.history();
        if (history.attemptsLeft() > 0) {
            var soonest = offers.stream()
                    .filter(offer -> offer.usable() && offer.quotaMillis() > 0)
                    .mapToLong(Offer::soonest)
                    .min();
            if (soonest.isPresent() && soonest.getAsLong() <= history.waitMillis()) {
                return new Decision.Wait(soonest.getAsLong());
            }
        }
        return reject(offers, facts, true);
    }

    private static Decision reject(List<Offer> offers, RequestFacts facts, boolean retry) {
        var throttled = !facts.history().refusedBy().isEmpty()
                || offers.stream().anyMatch(offer -> offer.usable() && offer.quotaMillis() > 0);
        // An open pool that this request may not try any more, and that seems overdrawn, is no reason to come back at
        // once.
        var wait = offers.stream()
                .filter(offer -> !offer.open() || offer.promising())
                .mapToLong(Offer::soonest)
                .min()
                .orElse(0);
        var usedUp = offers.stream().anyMatch(offer -> offer.usable() && offer.held())
                ? Decision.Cause.OVER_SHARE
                : facts.pinned() ? Decision.Cause.KEEPER_THROTTLED : Decision.Cause.THROTTLED;
        return new Decision.Reject(
                throttled ? usedUp : Decision.Cause.NO_BACKEND, Math.min(wait, RetryHint.MAX_MILLIS), retry);
    }

    @Override
    public void record(Placement placement, Outcome outcome) {
        placement.lane.pool.record(placement, outcome, now());
    }

    @Override
    public long patience(Placement placement) {
        var now = now();
        var left = placement.lane.pool.patience(placement, now);
        return left > 0 || (!placement.pinned && anotherIsOpen(placement, now)) ? left : QuotaPool.LOOK_MILLIS;
    }

    private boolean anotherIsOpen(Placement placement, long now) {
        return deployments.get(placement.backend().deployment()).stream()
                .anyMatch(lane -> lane != placement.lane && lane.pool.takes(lane, now));
    }

    @Override
    public boolean usable() {
        var now = now();
        return deployments.values().stream().flatMap(List::stream).anyMatch(lane -> lane.pool.reaches(lane, now));
    }

    @Override
    public List<BackendStatus> status() {
        var now = now();
        return deployments.values().stream()
                .flatMap(List::stream)
                .flatMap(lane -> lane.pool.status(lane, now).stream())
                .sorted(Comparator.comparing((BackendStatus it) -> it.backend().deployment())
                        .thenComparing(it -> it.backend().account()))
                .toList();
    }

    @Override
    public List<PoolStatus> pools() {
        var now = now();
        return pools.values().stream().map(pool -> pool.status(now)).toList();
    }

    private long now() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startedAt);
    }
}
