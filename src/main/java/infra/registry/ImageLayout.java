package infra.registry;

import java.util.List;

/** How the image looks from inside. The same files run as a plain process from {@link #HOME}. */
final class ImageLayout {

    static final String HOME = "/opt/proxy";

    /** Runs without a name in any directory service; owns nothing but the temporary folder. */
    static final String USER = "10001";

    /** With the options of {@code proxy/src/main/image/java.args}, which lies in {@link #HOME} and is read from there. */
    static final List<String> ENTRY_POINT = List.of(HOME + "/runtime/bin/java", "@java.args");

    static final String PASSWD = "proxy:x:10001:10001::/opt/proxy:/sbin/nologin\n";
    static final String GROUP = "proxy:x:10001:\n";

    private ImageLayout() {}
}
