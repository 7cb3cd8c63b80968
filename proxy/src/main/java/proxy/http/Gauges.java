package proxy.http;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import proxy.observe.Events;
import proxy.observe.Metrics;

/** What the services are like at the moment, for the metrics. */
final class Gauges {

    private Gauges() {}

    static void add(Metrics metrics, Supplier<Services> services, Events events) {
        metrics.counter("proxy_events_dropped_total", events::dropped);
        metrics.gauge(
                "proxy_in_flight_requests", it -> it.set(services.get().drain().requests()));
        metrics.gauge(
                "proxy_memory_used_bytes", it -> it.set(services.get().memory().used()));
        metrics.gauge(
                "proxy_memory_limit_bytes", it -> it.set(services.get().memory().limit()));
        metrics.gauge("proxy_ready", it -> it.set(services.get().ready() ? 1 : 0));
        metrics.gauge(
                "proxy_pool_parked_seconds",
                it -> services.get().balancer().pools().forEach(pool -> {
                    it.set(seconds(pool.parkedMillis()), pool.pool(), "requests");
                    it.set(seconds(pool.tokensParkedMillis()), pool.pool(), "tokens");
                }));
        metrics.gauge(
                "proxy_pool_remaining_requests",
                it -> services.get()
                        .balancer()
                        .pools()
                        .forEach(pool -> pool.remainingRequests().ifPresent(left -> it.set(left, pool.pool()))));
        metrics.gauge(
                "proxy_pool_remaining_tokens",
                it -> services.get()
                        .balancer()
                        .pools()
                        .forEach(pool -> pool.remainingTokens().ifPresent(left -> it.set(left, pool.pool()))));
        metrics.gauge(
                "proxy_pool_in_flight_requests",
                it -> services.get().balancer().pools().forEach(pool -> it.set(pool.inFlight(), pool.pool())));
    }

    private static double seconds(long millis) {
        return (double) millis / TimeUnit.SECONDS.toMillis(1);
    }
}
