package localazure.planes.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import localazure.planes.gateway.GatewaySpec.Target;
import localazure.planes.monitor.MetricListener;

/** The hosts of one target and their health. A host counts as healthy from its first good probe on. */
final class Backends implements AutoCloseable {
    private static final class Health {
        private boolean healthy;
        private int failures;
    }

    private final String gatewayId;
    private final Target target;
    private final HttpClient client;
    private final MetricListener metrics;
    private final Map<String, Health> healthByHost = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final ScheduledFuture<?> rounds;

    /** Probes every host once before it returns, then again and again. */
    Backends(
            String gatewayId,
            Target target,
            HttpClient client,
            ScheduledExecutorService timer,
            MetricListener metrics) {
        this.gatewayId = gatewayId;
        this.target = target;
        this.client = client;
        this.metrics = metrics;
        target.hosts().forEach(host -> healthByHost.put(host, new Health()));
        probe();
        long interval = target.probe().interval().toMillis();
        this.rounds = timer.scheduleWithFixedDelay(this::probe, interval, interval, TimeUnit.MILLISECONDS);
    }

    Target target() {
        return target;
    }

    /** The next healthy host in turn; none when no probe passes. */
    Optional<String> next() {
        List<String> healthy = target.hosts().stream().filter(this::isHealthy).toList();
        if (healthy.isEmpty()) return Optional.empty();
        return Optional.of(healthy.get(Math.floorMod(turn.getAndIncrement(), healthy.size())));
    }

    boolean isHealthy(String host) {
        Health health = healthByHost.get(host);
        synchronized (health) {
            return health.healthy;
        }
    }

    private void probe() {
        target.hosts().parallelStream().forEach(host -> note(host, passes(host)));
        report();
    }

    private void note(String host, boolean passed) {
        Health health = healthByHost.get(host);
        synchronized (health) {
            health.failures = passed ? 0 : health.failures + 1;
            if (passed) health.healthy = true;
            else if (health.failures >= target.probe().unhealthyThreshold()) health.healthy = false;
        }
    }

    private boolean passes(String host) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://" + host + target.probe().path()))
                .timeout(target.probe().timeout())
                .build();
        try {
            return target.probe()
                    .accepts(client.send(request, BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void report() {
        long healthy = target.hosts().stream().filter(this::isHealthy).count();
        Map<String, String> dimensions = Map.of("BackendSettingsPool", target.label());
        metrics.add(gatewayId, "HealthyHostCount", dimensions, healthy);
        metrics.add(gatewayId, "UnhealthyHostCount", dimensions, target.hosts().size() - healthy);
    }

    @Override
    public void close() {
        rounds.cancel(true);
    }
}
