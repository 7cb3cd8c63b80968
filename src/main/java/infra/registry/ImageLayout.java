package infra.registry;

import java.util.List;

/** How the image looks from inside. The same files run as a plain process from {@link #HOME}. */
final class ImageLayout {

    static final String HOME = "/opt/proxy";

    /** Runs without a name in any directory service; owns nothing but the temporary folder. */
    static final String USER = "10001";

    /**
     * One small container on one or two cores: the serial collector has the least overhead there, object headers shrink, and
     * an exhausted heap ends the replica instead of leaving it half alive. Netty loads its native transports, and reaches
     * into its buffers without the checks of each access that it makes itself.
     */
    static final List<String> ENTRY_POINT = List.of(
            HOME + "/runtime/bin/java",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:MaxRAMPercentage=50",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            "proxy.jar:lib/*",
            "proxy.Main");

    static final String PASSWD = "proxy:x:10001:10001::/opt/proxy:/sbin/nologin\n";
    static final String GROUP = "proxy:x:10001:\n";

    private ImageLayout() {}
}
