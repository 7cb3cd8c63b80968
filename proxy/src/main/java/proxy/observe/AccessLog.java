package proxy.observe;

/** Takes every finished request: one line and the counters. */
public final class AccessLog {

    private final Events events;
    private final Counters counters;

    public AccessLog(Events events, Counters counters) {
        this.events = events;
        this.counters = counters;
    }

    public void write(AccessRecord record) {
        counters.add(record);
        events.emit("request", line -> {
            line.put("requestId", record.requestId())
                    .put("route", record.route())
                    .put("status", record.status())
                    .put("caller", record.caller())
                    .put("deployment", record.deployment())
                    .put("account", record.account())
                    .put("attempts", record.attempts())
                    .put("stream", record.stream())
                    .put("requestBytes", record.requestBytes())
                    .put("responseBytes", record.responseBytes())
                    .put("firstByteMillis", record.firstByteMillis())
                    .put("millis", record.millis());
            record.reason().ifPresent(reason -> line.put("reason", reason.word()));
        });
    }
}
