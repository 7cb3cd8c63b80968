package localazure.planes.cosmos;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Request units used in the current second, by what they are provisioned for. A request is let in while any are left, and its
 * charge may run over, as in Azure. Charges are an estimate from sizes: 1 a KB read, 5 a KB written. Source: Microsoft Learn:
 * request units in Azure Cosmos DB. Thread-safe.
 */
final class Throughput {
    private static final class Used {
        private long second;
        private double units;
    }

    private final Map<String, Used> byOwner = new HashMap<>();
    private final Clock clock;
    private long refused;

    Throughput(Clock clock) {
        this.clock = clock;
    }

    /** Milliseconds to wait when nothing is left of {@code limit} units a second; empty when the request may run. */
    synchronized OptionalLong refusedFor(String owner, int limit) {
        boolean open = used(owner).units < limit;
        if (!open) refused++;
        return open ? OptionalLong.empty() : OptionalLong.of(1000 - clock.millis() % 1000);
    }

    /** How many requests were refused so far. */
    synchronized long refused() {
        return refused;
    }

    /** @return units used in this second, this request included */
    synchronized double charge(String owner, double units) {
        Used used = used(owner);
        used.units += units;
        return used.units;
    }

    private Used used(String owner) {
        Used used = byOwner.computeIfAbsent(owner, name -> new Used());
        long second = clock.millis() / 1000;
        if (used.second != second) {
            used.second = second;
            used.units = 0;
        }
        return used;
    }
}
