package proxy.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Which configuration is in force.
 *
 * @param version the same for equal configurations, whatever their spelling: 12 hexadecimal digits
 * @param since when it took effect
 */
public record Revision(String version, Instant since) {

    private static final int BYTES = 6;

    public static Revision of(ProxyConfig config, Instant since) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(config.json().toString().getBytes(StandardCharsets.UTF_8));
            return new Revision(HexFormat.of().formatHex(digest, 0, BYTES), since);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
