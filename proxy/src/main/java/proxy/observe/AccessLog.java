package proxy.observe;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Takes every finished request: the counters, the metrics, and one line, which a health probe has only when its answer changes. Thread-safe. */
public final class AccessLog {

    private final Events events;
    private final Counters counters;
    private final Metrics metrics;
    private final Map<String, Integer> probes = new ConcurrentHashMap<>();

    public AccessLog(Events events, Counters counters, Metrics metrics) {
        this.events = events;
        this.counters = counters;
        this.metrics = metrics;
    }

    public void write(AccessRecord record) {
        counters.add(record);
        metrics.add(record);
        if (record.probe() && Integer.valueOf(record.status()).equals(probes.put(record.route(), record.status()))) {
            return;
        }
        events.emitLine("request", line -> {
            line.put("requestId", record.requestId())
                    .put("route", record.route())
                    .put("status", record.status())
                    .put("caller", record.caller())
                    .put("profile", record.profile())
                    .put("deployment", record.deployment())
                    .put("account", record.account())
                    .put("attempts", record.attempts())
                    .put("stream", record.stream())
                    .put("requestBytes", record.requestBytes())
                    .put("responseBytes", record.responseBytes())
                    .put("firstByteMillis", record.firstByteMillis())
                    .put("millis", record.millis());
            record.usage().ifPresent(usage -> write(line, usage));
            record.reason().ifPresent(reason -> line.put("reason", reason.word()));
            record.findings().ifPresent(findings -> write(line, findings));
        });
    }

    private static void write(JsonLine line, TokenUsage usage) {
        line.put("usage", usage.quality().word());
        if (usage.known()) {
            line.put("promptTokens", usage.prompt()).put("completionTokens", usage.completion());
        }
    }

    private static void write(JsonLine line, Findings findings) {
        if (!findings.counts().isEmpty()) {
            var found = new JsonLine();
            findings.counts().forEach((rule, details) -> {
                var counts = new JsonLine();
                details.forEach(counts::put);
                found.put(rule.word(), counts);
            });
            line.put("screening", found);
            findings.blockedBy().ifPresent(rule -> line.put("screenedBy", rule.word()));
        }
    }

    /** Tells why an account gave no answer; {@code cause} is of the connection and holds nothing that was asked. */
    public void attemptFailed(String requestId, String account, String failure, String cause) {
        events.emit(
                "attempt_failed",
                line -> line.put("requestId", requestId)
                        .put("account", account)
                        .put("failure", failure.toLowerCase(Locale.ROOT))
                        .put("cause", cause));
    }

    /** Tells of a fault of the proxy itself; its message is left out, because it may quote what was asked. */
    public void broke(String requestId, Throwable cause) {
        var at = cause.getStackTrace().length == 0 ? "" : cause.getStackTrace()[0].toString();
        events.emit(
                "internal_error",
                line -> line.put("requestId", requestId)
                        .put("error", cause.getClass().getName())
                        .put("where", at));
    }
}
