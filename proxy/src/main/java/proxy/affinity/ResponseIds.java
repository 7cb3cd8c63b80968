package proxy.affinity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Ids of stored responses, as callers see them: the account's own id, then a mark that says which account keeps the response and that
 * this gateway gave the id to this caller. Every replica with the same key reads it; nobody without the key can make one, and it names
 * no account. Thread-safe.
 *
 * <pre>
 *   resp_0123…  _  base64url( account tag, 5 bytes · MAC over caller, tag and id, 16 bytes )
 * </pre>
 */
public final class ResponseIds {

    /** Longest id of an account. */
    public static final int MAX_ID = 256;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int TAG = 5;
    private static final int MAC = 16;
    private static final int MARK = 1 + (TAG + MAC) * 4 / 3;

    private final Mac mac;
    private final Map<ByteBuffer, String> accountOfTag;

    /** What a caller's id leads to. */
    public sealed interface Found {

        /** @param id as the account knows it */
        record At(String account, String id) implements Found {}

        /** The account that keeps it is not configured any more. */
        record Gone() implements Found {}

        /** Not an id that this gateway gave to this caller. */
        record Foreign() implements Found {}
    }

    /** @param accounts names of those that are configured */
    public ResponseIds(byte[] key, Collection<String> accounts) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        accountOfTag = accounts.stream()
                .collect(Collectors.toUnmodifiableMap(name -> ByteBuffer.wrap(tag(name)), Function.identity()));
    }

    /** What is put behind an account's id for one caller. */
    public String mark(String application, String account, String id) {
        var tag = tag(account);
        var mark = Arrays.copyOf(tag, TAG + MAC);
        System.arraycopy(sign(application, tag, id), 0, mark, TAG, MAC);
        return "_" + Base64.getUrlEncoder().encodeToString(mark);
    }

    /** @param marked whatever a caller says */
    public Found find(String application, String marked) {
        var end = marked.length() - MARK;
        if (end < 1 || end > MAX_ID || marked.charAt(end) != '_') {
            return new Found.Foreign();
        }
        byte[] mark;
        try {
            mark = Base64.getUrlDecoder().decode(marked.substring(end + 1));
        } catch (IllegalArgumentException e) {
            return new Found.Foreign();
        }
        var id = marked.substring(0, end);
        var tag = Arrays.copyOf(mark, TAG);
        if (!MessageDigest.isEqual(sign(application, tag, id), Arrays.copyOfRange(mark, TAG, mark.length))) {
            return new Found.Foreign();
        }
        var account = accountOfTag.get(ByteBuffer.wrap(tag));
        return account == null ? new Found.Gone() : new Found.At(account, id);
    }

    private byte[] tag(String account) {
        return Arrays.copyOf(digest("account", account.getBytes(UTF_8)), TAG);
    }

    private byte[] sign(String application, byte[] tag, String id) {
        return Arrays.copyOf(digest("id", application.getBytes(UTF_8), tag, id.getBytes(UTF_8)), MAC);
    }

    /** Of parts that cannot run into each other. */
    private byte[] digest(String purpose, byte[]... parts) {
        var own = copy();
        own.update(purpose.getBytes(UTF_8));
        for (var part : parts) {
            own.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
            own.update(part);
        }
        return own.doFinal();
    }

    private Mac copy() {
        try {
            return (Mac) mac.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
