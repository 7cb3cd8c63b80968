package localazure.arm;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Which resources have a long-running operation under way, so that a second one on the same parent is refused. */
final class Operations {
    private final Set<String> busy = new HashSet<>();

    /** Occupies a resource until the claim is closed, or throws the given refusal; an empty id occupies nothing. */
    synchronized Claim claim(String id, Function<String, ArmException> refusal) {
        if (id.isEmpty()) {
            return () -> {};
        }
        String key = id.toLowerCase(Locale.ROOT);
        if (!busy.add(key)) {
            throw refusal.apply(id);
        }
        return () -> release(key);
    }

    private synchronized void release(String key) {
        busy.remove(key);
    }

    interface Claim extends AutoCloseable {
        @Override
        void close();
    }
}
