package infra.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What the proxy signs the ids of stored responses with, the same in every replica. Never printed. */
public record ResponseKey(String value) {

    /** As the proxy wants it: long enough not to be guessed, of what every environment hands on unchanged. */
    static final Pattern RULE = Pattern.compile("[!-~]{32,}");

    static final String EXPECTED =
            "32 or more letters, digits and signs without spaces, as openssl rand -hex 32 prints them";

    /** Tells one key from the next and nothing else about it: eight hexadecimal digits. */
    public String version() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
