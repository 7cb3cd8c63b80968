package localazure.planes.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The last alert of one rule about one combination of dimension values.
 *
 * <pre>
 *   none ──condition met──► Fired ──not met for long enough──► Resolved ──met──► Fired
 * </pre>
 *
 * @param resolvedAt absent while it is fired
 * @param metAt the last evaluation that found the condition met
 * @param unmet evaluations in a row that did not
 */
public record Alert(
        String ruleId,
        Map<String, String> dimensions,
        double value,
        Instant firedAt,
        Optional<Instant> resolvedAt,
        Instant metAt,
        int unmet) {
    private static final int METRIC_CHECKS = 3;

    static Alert fire(AlertRule rule, Reading reading, Instant now) {
        return new Alert(rule.id(), reading.dimensions(), reading.value(), now, Optional.empty(), now, 0);
    }

    public boolean fired() {
        return resolvedAt.isEmpty();
    }

    /** Still met: a stateful alert does not fire twice. */
    Alert met(double seen, Instant now) {
        return new Alert(ruleId, dimensions, seen, firedAt, Optional.empty(), now, 0);
    }

    /** @param seen absent when there was no data, which counts as not met */
    Alert unmet(AlertRule rule, OptionalDouble seen, Instant now) {
        boolean ends = rule.resolves()
                && (rule.isMetric()
                        ? unmet + 1 >= METRIC_CHECKS
                        : Duration.between(metAt, now).compareTo(quiet(rule.every())) >= 0);
        return new Alert(
                ruleId,
                dimensions,
                seen.orElse(value),
                firedAt,
                ends ? Optional.of(now) : Optional.empty(),
                metAt,
                unmet + 1);
    }

    /** How long a log alert waits before it resolves. Source: Microsoft Learn, "What are Azure Monitor alerts?". */
    private static Duration quiet(Duration every) {
        if (every.toMinutes() < 5) return Duration.ofMinutes(10);
        if (every.toMinutes() <= 15) return every.multipliedBy(3);
        return every.toHours() < 11 ? every.multipliedBy(2) : every;
    }
}
