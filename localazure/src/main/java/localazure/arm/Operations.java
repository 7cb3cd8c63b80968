package localazure.arm;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which resources have a long-running operation under way, so that a second one on the same parent is refused. */
final class Operations {
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    /** False when another operation occupies the resource. */
    boolean begin(String id) {
        return busy.add(id.toLowerCase(Locale.ROOT));
    }

    void end(String id) {
        busy.remove(id.toLowerCase(Locale.ROOT));
    }
}
