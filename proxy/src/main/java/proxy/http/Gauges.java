package proxy.http;

import java.util.concurrent.TimeUnit;
import proxy.observe.Events;
import proxy.observe.Metrics;

/** What the services are like at the moment, for the metrics. */
final class Gauges {

    private Gauges() {}

    static void add(Metrics metrics, Services services, Events events) {
        metrics.counter("proxy_events_dropped_total", events::dropped);
        metrics.gauge("proxy_in_flight_requests", it -> it.set(services.drain().requests()));
        metrics.gauge("proxy_memory_used_bytes", it -> it.set(services.memory().used()));
        metrics.gauge("proxy_memory_limit_bytes", it -> it.set(services.memory().limit()));
        metrics.gauge("proxy_ready", it -> it.set(services.ready() ? 1 : 0));
        metrics.gauge(
                "proxy_pool_parked_seconds",
                it -> services.balancer().pools().forEach(pool -> {
                    it.set(seconds(pool.parkedMillis()), pool.pool(), "requests");
                    it.set(seconds(pool.tokensParkedMillis()), pool.pool(), "tokens");
                }));
        metrics.gauge(
                "proxy_pool_remaining_requests",
                it -> services.balancer()
                        .pools()
                        .forEach(pool -> pool.remainingRequests().ifPresent(left -> it.set(left, pool.pool()))));
        metrics.gauge(
                "proxy_pool_remaining_tokens",
                it -> services.balancer()
                        .pools()
                        .forEach(pool -> pool.remainingTokens().ifPresent(left -> it.set(left, pool.pool()))));
        metrics.gauge(
                "proxy_pool_in_flight_requests",
                it -> services.balancer().pools().forEach(pool -> it.set(pool.inFlight(), pool.pool())));
    }

    private static double seconds(long millis) {
        return (double) millis / TimeUnit.SECONDS.toMillis(1);
    }
}
