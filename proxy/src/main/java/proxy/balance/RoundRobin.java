package proxy.balance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * Takes the backends of a deployment in turn, leaving out those that are closed: a throttled pool is parked with all its
 * backends, because they draw from one quota; a failing backend is ejected alone. When all that is left is ejected, the one
 * that comes back first is tried all the same: it may have healed, and there is nothing to lose.
 */
public final class RoundRobin implements Balancer {

    private static final long PARK_FIRST_MILLIS = 1_000;
    private static final long EJECT_FIRST_MILLIS = 5_000;
    private static final long MAX_MILLIS = 30_000;

    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final Map<String, List<Entry>> deployments = new HashMap<>();

    /** @param nanoTime monotonic time in nanoseconds; the random generator is used under this object's lock */
    public RoundRobin(List<Backend> backends, LongSupplier nanoTime, RandomGenerator random) {
        this.nanoTime = nanoTime;
        this.random = random;
        var pools = new HashMap<String, Closure>();
        for (var backend : backends) {
            var pool = pools.computeIfAbsent(backend.pool(), id -> new Closure(PARK_FIRST_MILLIS, MAX_MILLIS));
            deployments
                    .computeIfAbsent(backend.deployment(), name -> new ArrayList<>())
                    .add(new Entry(backend, pool, new Closure(EJECT_FIRST_MILLIS, MAX_MILLIS)));
        }
        // Replicas that start together must not walk the accounts in step.
        deployments.values().forEach(entries -> entries.getFirst().turn = random.nextInt(entries.size()));
    }

    @Override
    public synchronized Decision decide(RequestFacts facts) {
        var entries = deployments.get(facts.deployment());
        if (entries == null) {
            return new Decision.Reject(Decision.Cause.UNKNOWN_DEPLOYMENT, 0);
        }
        var now = now();
        var open = entries.stream()
                .filter(entry ->
                        entry.pool.remaining(now) == 0 && !facts.tried().contains(entry.backend))
                .toList();
        if (open.isEmpty() || facts.attemptsLeft() <= 0) {
            return reject(entries, now);
        }
        var healthy =
                open.stream().filter(entry -> entry.health.remaining(now) == 0).toList();
        if (healthy.isEmpty()) {
            return forward(first(open, entry -> entry.health.remaining(now)));
        }
        return forward(next(entries, preferred(healthy, facts)));
    }

    @Override
    public synchronized void record(Backend backend, Outcome outcome) {
        var entry = deployments.get(backend.deployment()).stream()
                .filter(it -> it.backend.equals(backend))
                .findFirst()
                .orElseThrow();
        switch (outcome) {
            case Outcome.Answered answered -> {
                entry.pool.open();
                entry.health.open();
            }
            case Outcome.Throttled throttled -> entry.pool.close(now(), throttled.waitMillis(), random.nextDouble());
            case Outcome.Failed failed -> entry.health.close(now(), OptionalLong.empty(), random.nextDouble());
        }
    }

    @Override
    public synchronized boolean usable() {
        var now = now();
        return deployments.values().stream().flatMap(List::stream).anyMatch(entry -> entry.health.remaining(now) == 0);
    }

    @Override
    public synchronized List<BackendStatus> status() {
        var now = now();
        return deployments.values().stream()
                .flatMap(List::stream)
                .map(entry -> new BackendStatus(entry.backend, entry.pool.remaining(now), entry.health.remaining(now)))
                .sorted(Comparator.comparing((BackendStatus it) -> it.backend().deployment())
                        .thenComparing(it -> it.backend().account()))
                .toList();
    }

    /** Lowest priority number first; within it, pools that this request has not met yet. */
    private static List<Entry> preferred(List<Entry> healthy, RequestFacts facts) {
        var priority = healthy.stream()
                .mapToInt(entry -> entry.backend.priority())
                .min()
                .orElseThrow();
        var group = healthy.stream()
                .filter(entry -> entry.backend.priority() == priority)
                .toList();
        var metPools = facts.tried().stream().map(Backend::pool).toList();
        var fresh = group.stream()
                .filter(entry -> !metPools.contains(entry.backend.pool()))
                .toList();
        return fresh.isEmpty() ? group : fresh;
    }

    /** The turn counts positions of the whole deployment, so that a closed backend's share goes to all others in time. */
    private static Entry next(List<Entry> all, List<Entry> candidates) {
        var head = all.getFirst();
        for (var step = 0; step < all.size(); step++) {
            var entry = all.get(head.turn++ % all.size());
            head.turn %= all.size();
            if (candidates.contains(entry)) {
                return entry;
            }
        }
        throw new IllegalStateException("candidates: none of the deployment (expected: at least one)");
    }

    private static Decision reject(List<Entry> entries, long now) {
        var wait =
                entries.stream().mapToLong(entry -> entry.remaining(now)).min().orElse(0);
        var parked = entries.stream().anyMatch(entry -> entry.pool.remaining(now) > 0);
        var cause = parked ? Decision.Cause.THROTTLED : Decision.Cause.NO_BACKEND;
        return new Decision.Reject(cause, Math.min(wait, RetryHint.MAX_MILLIS));
    }

    private static Decision forward(Entry entry) {
        return new Decision.Forward(entry.backend);
    }

    private static Entry first(List<Entry> entries, ToLongFunction<Entry> by) {
        return entries.stream().min(Comparator.comparingLong(by)).orElseThrow();
    }

    private long now() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }

    private static final class Entry {
        final Backend backend;
        final Closure pool;
        final Closure health;
        int turn;

        Entry(Backend backend, Closure pool, Closure health) {
            this.backend = backend;
            this.pool = pool;
            this.health = health;
        }

        long remaining(long now) {
            return Math.max(pool.remaining(now), health.remaining(now));
        }
    }
}
