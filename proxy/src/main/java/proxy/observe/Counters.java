package proxy.observe;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What the process has done since it started. Thread-safe. */
public final class Counters {

    private final LongAdder requests = new LongAdder();
    private final LongAdder upstreamRequests = new LongAdder();
    private final LongAdder[] reasons = new LongAdder[Reason.values().length];

    public Counters() {
        for (var index = 0; index < reasons.length; index++) {
            reasons[index] = new LongAdder();
        }
    }

    void add(AccessRecord record) {
        requests.increment();
        upstreamRequests.add(record.attempts());
        record.reason().ifPresent(reason -> reasons[reason.ordinal()].increment());
    }

    /** Finished requests. */
    public long requests() {
        return requests.sum();
    }

    /** Requests sent upstream for them. */
    public long upstreamRequests() {
        return upstreamRequests.sum();
    }

    /** How often each reason occurred; reasons that never did are absent. */
    public Map<String, Long> reasons() {
        var seen = new TreeMap<String, Long>();
        for (var reason : Reason.values()) {
            var count = reasons[reason.ordinal()].sum();
            if (count > 0) {
                seen.put(reason.word(), count);
            }
        }
        return seen;
    }
}
