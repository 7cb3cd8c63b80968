package infra.settings;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Tells one secret from the next and nothing else about it. */
final class Digest {

    private static final int BYTES = 4;
    /** A good part of a second for each guess. */
    private static final int ITERATIONS = 600_000;

    private Digest() {}

    /** Eight hexadecimal digits. */
    static String of(String secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same of a secret that could be guessed: useless to whoever does not know the salt, and slow for whoever does. */
    static String slow(String secret, String salt) {
        var guess = new PBEKeySpec(
                secret.toCharArray(), salt.getBytes(StandardCharsets.UTF_8), ITERATIONS, BYTES * Byte.SIZE);
        try {
            var digest = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(guess);
            return HexFormat.of().formatHex(digest.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
