package proxy.config;

import java.util.Set;

/** Host names that never leave the machine, by their spelling: nothing is resolved. */
final class Loopback {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private Loopback() {}

    static boolean is(String host) {
        return NAMES.contains(host);
    }

    /** What is open to everybody may be so to this machine alone. */
    static void only(Section root, String key, ProxyConfig.Listen listen) {
        if (!listen.onLoopback()) {
            root.fault(key, "none on " + listen.host(), "none only with listen.host 127.0.0.1, ::1 or localhost");
        }
    }
}
