package proxy.affinity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
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

    private final Supplier<byte[]> key;
    private final Collection<String> accounts;
    private volatile Keyed keyed;

    /** What the key makes of the accounts. */
    private record Keyed(Mac mac, Map<ByteBuffer, String> accountOfTag) {}

    /** What a caller's id leads to. */
    public sealed interface Found {

        /** @param id as the account knows it */
        record At(String account, String id) implements Found {}

        /** The account that keeps it is not configured any more. */
        record Gone() implements Found {}

        /** Not an id that this gateway gave to this caller. */
        record Foreign() implements Found {}
    }

    /**
     * @param key asked for when the first id comes by: a start need not wait for what signs
     * @param accounts names of those that are configured
     */
    public ResponseIds(Supplier<byte[]> key, Collection<String> accounts) {
        this.key = key;
        this.accounts = List.copyOf(accounts);
    }

    /** Two threads that come first make the same. */
    private Keyed keyed() {
        var known = keyed;
        if (known == null) {
            var mac = mac(key.get());
            known = new Keyed(
                    mac,
                    accounts.stream()
                            .collect(Collectors.toUnmodifiableMap(
                                    name -> ByteBuffer.wrap(tag(mac, name)), Function.identity())));
            keyed = known;
        }
        return known;
    }

    private static Mac mac(byte[] key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is put behind an account's id for one caller. */
    public String mark(String application, String account, String id) {
        var mac = keyed().mac();
        var tag = tag(mac, account);
        var mark = Arrays.copyOf(tag, TAG + MAC);
        System.arraycopy(sign(mac, application, tag, id), 0, mark, TAG, MAC);
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
        if (!MessageDigest.isEqual(
                sign(keyed().mac(), application, tag, id), Arrays.copyOfRange(mark, TAG, mark.length))) {
            return new Found.Foreign();
        }
        var account = keyed().accountOfTag().get(ByteBuffer.wrap(tag));
        return account == null ? new Found.Gone() : new Found.At(account, id);
    }

    private static byte[] tag(Mac mac, String account) {
        return Arrays.copyOf(digest(mac, "account", account.getBytes(UTF_8)), TAG);
    }

    private static byte[] sign(Mac mac, String application, byte[] tag, String id) {
        return Arrays.copyOf(digest(mac, "id", application.getBytes(UTF_8), tag, id.getBytes(UTF_8)), MAC);
    }

    /** Of parts that cannot run into each other. */
    private static byte[] digest(Mac mac, String purpose, byte[]... parts) {
        var own = copy(mac);
        own.update(purpose.getBytes(UTF_8));
        for (var part : parts) {
            own.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
            own.update(part);
        }
        return own.doFinal();
    }

    private static Mac copy(Mac mac) {
        try {
            return (Mac) mac.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
