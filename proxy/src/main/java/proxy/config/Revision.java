package proxy.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Which configuration is in force.
 *
 * @param since when it took effect
 */
public record Revision(ProxyConfig config, Instant since) {

    private static final int BYTES = 6;

    /**
     * The same for equal configurations, whatever their spelling and wherever the replicas listen: 12 hexadecimal digits. Reckoned when
     * asked for, not at the start.
     */
    public String version() {
        try {
            var shared = config.json();
            shared.remove("listen");
            // Of the words the document tells the number only.
            var all = shared.toString() + config.screening().words().hashCode();
            var digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
