package proxy.observe;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Makes what the catalogue describes, each by its name. Thread-safe. */
final class Instruments {

    private final MetricCatalogue catalogue;
    private final PrometheusRegistry registry = new PrometheusRegistry();

    Instruments(MetricCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    Counter counter(String name) {
        var metric = catalogue.metric(name, "counter");
        return Counter.builder()
                .name(name)
                .help(metric.help())
                .labelNames(metric.labels().toArray(String[]::new))
                .withoutExemplars()
                .register(registry);
    }

    /** One that is kept elsewhere. */
    void counter(String name, LongSupplier value) {
        registry.register(CounterWithCallback.builder()
                .name(name)
                .help(catalogue.metric(name, "counter").help())
                .callback(callback -> callback.call(value.getAsLong()))
                .build());
    }

    Histogram histogram(String name) {
        var metric = catalogue.metric(name, "histogram");
        return Histogram.builder()
                .name(name)
                .help(metric.help())
                .labelNames(metric.labels().toArray(String[]::new))
                .classicOnly()
                .classicUpperBounds(metric.buckets().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .withoutExemplars()
                .register(registry);
    }

    /** One that is asked for its values when somebody looks. */
    void gauge(String name, Consumer<Metrics.Sample> values) {
        var metric = catalogue.metric(name, "gauge");
        registry.register(GaugeWithCallback.builder()
                .name(name)
                .help(metric.help())
                .labelNames(metric.labels().toArray(String[]::new))
                .callback(callback -> values.accept(callback::call))
                .build());
    }

    /** All of them now, as UTF-8. */
    byte[] text() {
        try {
            var out = new ByteArrayOutputStream();
            PrometheusTextFormatWriter.create().write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
