package localazure.planes.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A {@code sha256:…} digest: how content is addressed. */
public record Digest(String hex) {
    private static final String PREFIX = "sha256:";
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    public static boolean is(String text) {
        return FORM.matcher(text).matches();
    }

    /** @throws RegistryError when the text is not a digest of a supported form */
    public static Digest parse(String text) {
        if (!is(text)) throw new RegistryError(400, "DIGEST_INVALID", text + " (expected: sha256 and 64 hex digits)");
        return new Digest(text.substring(PREFIX.length()));
    }

    public static Digest of(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(sha256().digest(bytes)));
    }

    static Digest of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(in, sha256())) {
            digested.transferTo(java.io.OutputStream.nullOutputStream());
            return new Digest(
                    HexFormat.of().formatHex(digested.getMessageDigest().digest()));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
