package localazure.planes.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Faults that someone asked for; each hits the next requests of one account. Thread-safe. */
public final class Faults {
    /** What goes wrong. */
    public enum Kind {
        /** An error status, with retry headers when {@code millis} is set. */
        STATUS,
        /** No answer for {@code millis}, then the connection ends; until the client leaves when it is 0. */
        HANG,
        /** A TCP reset instead of an answer. */
        RESET,
        /** {@code millis} more before the answer. */
        LATENCY
    }

    /**
     * @param account name of the account's resource
     * @param count how many more requests are hit; 0 means every one
     */
    public record Fault(String account, Kind kind, int status, long millis, int count) {}

    private final List<Fault> faults = new ArrayList<>();

    public synchronized void add(Fault fault) {
        faults.add(fault);
    }

    public synchronized List<Fault> all() {
        return List.copyOf(faults);
    }

    public synchronized void clear() {
        faults.clear();
    }

    /** The fault that hits this request, in the order they were asked for. */
    synchronized Optional<Fault> next(String account) {
        for (int i = 0; i < faults.size(); i++) {
            Fault fault = faults.get(i);
            if (!fault.account().equals(account)) continue;
            if (fault.count() == 1) faults.remove(i);
            if (fault.count() > 1)
                faults.set(i, new Fault(account, fault.kind(), fault.status(), fault.millis(), fault.count() - 1));
            return Optional.of(fault);
        }
        return Optional.empty();
    }
}
