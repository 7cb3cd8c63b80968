package proxy.callers;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Callers whose token was found good, so that its signature is not verified for every request: until the token expires, and no
 * longer than the issuer's key set stays the one that verified it. Holds digests, never a token, and nothing that was refused.
 * Remembers {@link #MAX_TOKENS}; what has not been used for longest is forgotten first. Thread-safe.
 */
final class VerifiedTokens {

    /** Of a few hundred bytes each. */
    static final int MAX_TOKENS = 10_000;

    private final Map<Digest, Verified> entries = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Verified> eldest) {
            return size() > MAX_TOKENS;
        }
    };

    private record Verified(Caller caller, long untilMillis, long keySet) {}

    /** SHA-256 of a token: who finds it in memory cannot call with it. */
    record Digest(byte[] bytes) {

        private static final MessageDigest SHA_256 = sha256();

        static Digest of(String token) {
            try {
                // A copy is made faster than the providers are asked for another one.
                var sha256 = (MessageDigest) SHA_256.clone();
                return new Digest(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(e);
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
        public boolean equals(Object other) {
            return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** @param keySet version of the issuer's key set now; millis since the epoch */
    synchronized Optional<Caller> find(Digest token, long keySet, long millis) {
        var entry = entries.get(token);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.keySet() != keySet || entry.untilMillis() <= millis) {
            entries.remove(token);
            return Optional.empty();
        }
        return Optional.of(entry.caller());
    }

    /** @param keySet version of the key set that verified the token */
    synchronized void add(Digest token, Caller caller, long untilMillis, long keySet) {
        entries.put(token, new Verified(caller, untilMillis, keySet));
    }

    synchronized int size() {
        return entries.size();
    }
}
