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
            var offers = Offers.of(lanes, facts, now);
            if (offers.isEmpty()) {
                return Offers.nowhere(lanes, facts);
            }
            if (!counted) {
                Offers.asked(offers, facts);
                counted = true;
            }
            var open = history.attemptsLeft() > 0 ? Offers.open(offers) : List.<Offer>of();
            var preferred = Chooser.preferred(open);
            if (!preferred.isEmpty() && Offers.certain(preferred).isEmpty()) {
                return Offers.waitForRefusal(preferred);
            }
            open = Offers.certain(open);
            var desperate = open.isEmpty();
            var choice = desperate ? Offers.lastResort(offers, history) : Chooser.choose(open, facts, random);
            if (choice == null) {
                return Offers.giveUp(offers, facts);
            }
            if (!paid && !retries.spend(facts.asker().name(), now)) {
                return Offers.reject(offers, facts, false);
            }
            paid = true;
            var placement = choice.lane().pool.take(choice.lane(), facts, now, desperate);
            if (placement != null) {
                if (first) {
                    retries.earn(facts.asker().name(), now);
                } else {
                    retries.sent();
                }
                return new Decision.Forward(placement);
            }
        }
    }

    @Override
    public void record(Placement placement, Outcome outcome) {
        var now = now();
        if (!placement.lane.pool.record(placement, outcome, now)) {
            return;
        }
        if (placement.again) {
            retries.over();
        }
        if (outcome instanceof Outcome.Unreached) {
            retries.giveBack(placement.caller, now);
        }
    }

    @Override
    public long patience(Placement placement) {
        var now = now();
        var left = placement.lane.pool.patience(placement, now);
        return left > 0 || (!placement.pinned && anotherIsOpen(placement, now)) ? left : Lane.LOOK_MILLIS;
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
