package proxy.observe;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The metrics of the catalogue, in Prometheus' text format. Every label value is a word of the proxy or a name of the configuration:
 * nothing that a caller sends becomes one. Thread-safe.
 */
public final class Metrics {

    /** What the text is, as an HTTP field. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    /** For requests that name no deployment of the configuration. */
    private static final String OTHER = "other";

    private static final String NO_REASON = "none";

    private final Instruments instruments = new Instruments(MetricCatalogue.load());
    private final Counter requests = instruments.counter("proxy_requests_total");
    private final Histogram durations = instruments.histogram("proxy_request_duration_seconds");
    private final Histogram firstBytes = instruments.histogram("proxy_first_byte_seconds");
    private final Counter attempts = instruments.counter("proxy_upstream_attempts_total");
    private final Counter tokens = instruments.counter("proxy_tokens_total");
    private final Counter usages = instruments.counter("proxy_usages_total");
    private final Counter callerLimits = instruments.counter("proxy_caller_limits_total");
    private final Counter screened = instruments.counter("proxy_screened_requests_total");
    private final Counter keyFetches = instruments.counter("proxy_jwks_refreshes_total");
    private final Counter reloads = instruments.counter("proxy_config_reloads_total");
    private final LongAdder streams = new LongAdder();

    /** How a request to an account ended. */
    public enum Attempt {
        FINISHED("finished"),
        THROTTLED("throttled"),
        FAILED("failed"),
        CANCELLED("cancelled");

        private final String word;

        Attempt(String word) {
            this.word = word;
        }
    }

    /** Takes one value of a gauge. */
    @FunctionalInterface
    public interface Sample {

        /** @param labels in the order of the catalogue */
        void set(double value, String... labels);
    }

    public Metrics() {
        List.of("succeeded", "failed").forEach(outcome -> {
            keyFetches.initLabelValues(outcome);
            reloads.initLabelValues(outcome);
        });
        for (var rule : Findings.Rule.values()) {
            screened.initLabelValues(rule.word(), "logged");
            screened.initLabelValues(rule.word(), "blocked");
        }
        gauge("proxy_open_streams", sample -> sample.set(streams.sum()));
    }

    /** Makes known what will be counted, so that it is 0 and not absent until it happens. */
    public void expect(Collection<String> pools, Collection<String> profiles) {
        for (var pool : pools) {
            for (var outcome : Attempt.values()) {
                attempts.initLabelValues(pool, outcome.word);
            }
        }
        for (var profile : profiles) {
            List.of("requests", "tokens", "concurrency", "share")
                    .forEach(limit -> callerLimits.initLabelValues(profile, limit));
        }
    }

    /** Adds a gauge of the catalogue, which is asked for its values when somebody looks. */
    public void gauge(String name, Consumer<Sample> values) {
        instruments.gauge(name, values);
    }

    /** Adds a counter of the catalogue that is kept elsewhere. */
    public void counter(String name, LongSupplier value) {
        instruments.counter(name, value);
    }

    void add(AccessRecord record) {
        if (record.probe()) {
            return;
        }
        var deployment = record.deployment().isEmpty() ? OTHER : record.deployment();
        var reason = record.reason().map(Reason::word).orElse(NO_REASON);
        requests.labelValues(deployment, record.status() / 100 + "xx", reason).inc();
        durations.labelValues(deployment).observe(seconds(record.millis()));
        if (record.firstByteMillis() >= 0) {
            firstBytes.labelValues(deployment).observe(seconds(record.firstByteMillis()));
        }
        record.usage().ifPresent(usage -> used(deployment, usage));
        record.reason().ifPresent(it -> callerLimited(record.profile(), it));
        record.findings().ifPresent(this::add);
    }

    /** A request used tokens of a deployment. */
    public void used(String deployment, TokenUsage usage) {
        var quality = usage.quality().word();
        usages.labelValues(deployment, quality).inc();
        if (usage.known()) {
            tokens.labelValues(deployment, "prompt", quality).inc(usage.prompt());
            tokens.labelValues(deployment, "completion", quality).inc(usage.completion());
        }
    }

    private void add(Findings findings) {
        for (var rule : findings.counts().keySet()) {
            var blocked = findings.blockedBy().filter(rule::equals).isPresent();
            screened.labelValues(rule.word(), blocked ? "blocked" : "logged").inc();
        }
    }

    private void callerLimited(String profile, Reason reason) {
        switch (reason) {
            case CALLER_REQUEST_LIMIT ->
                callerLimits.labelValues(profile, "requests").inc();
            case CALLER_TOKEN_LIMIT ->
                callerLimits.labelValues(profile, "tokens").inc();
            case CALLER_CONCURRENCY_LIMIT ->
                callerLimits.labelValues(profile, "concurrency").inc();
            case CALLER_SHARE -> callerLimits.labelValues(profile, "share").inc();
            default -> {}
        }
    }

    /** A request to an account of the pool is over. */
    public void attempted(String pool, Attempt outcome) {
        attempts.labelValues(pool, outcome.word).inc();
    }

    /** The answer to a request for a stream has begun. */
    public void streamBegins() {
        streams.increment();
    }

    public void streamEnds() {
        streams.decrement();
    }

    /** The issuer's signing keys were fetched, or could not be. */
    public void keysFetched(boolean succeeded) {
        keyFetches.labelValues(succeeded ? "succeeded" : "failed").inc();
    }

    /** A changed configuration took effect, or was refused. */
    public void reloaded(boolean succeeded) {
        reloads.labelValues(succeeded ? "succeeded" : "failed").inc();
    }

    /** All metrics now, as UTF-8. */
    public byte[] text() {
        return instruments.text();
    }

    private static double seconds(long millis) {
        return (double) millis / TimeUnit.SECONDS.toMillis(1);
    }
}
