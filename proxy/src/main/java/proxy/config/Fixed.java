package proxy.config;

import java.util.ArrayList;
import java.util.Objects;

/** What of a configuration cannot change while the process runs. */
public final class Fixed {

    private Fixed() {}

    /** @throws ConfigException with all that would have to */
    public static void check(ProxyConfig from, ProxyConfig to) {
        var faults = new ArrayList<String>();
        same("listen", from.listen(), to.listen(), faults);
        same("credential", from.credential(), to.credential(), faults);
        same("upstream", from.upstream(), to.upstream(), faults);
        same("timeouts.connectMillis", from.timeouts().connect(), to.timeouts().connect(), faults);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }

    private static void same(String key, Object from, Object to, ArrayList<String> faults) {
        if (!Objects.equals(from, to)) {
            faults.add(key + ": changed (expected: as at the start; it changes with the next one)");
        }
    }
}
