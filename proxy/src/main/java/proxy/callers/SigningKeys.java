package proxy.callers;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The issuer's signing keys. An unknown key id fetches the key set again, one fetch at a time and at most once in {@link
 * #MIN_INTERVAL}, so that forged ids cannot make the proxy hammer the issuer; a set older than {@link #MAX_AGE} is renewed in
 * the background, so that withdrawn keys go. Entra rolls keys without notice ("signing key rollover").
 */
final class SigningKeys {

    static final Duration MIN_INTERVAL = Duration.ofSeconds(30);
    static final Duration MIN_INTERVAL_AFTER_FAILURE = Duration.ofSeconds(2);
    static final Duration MAX_AGE = Duration.ofHours(1);

    private static final int MAX_KEYS = 64;
    private static final int MIN_BITS = 2048;

    private final Supplier<CompletableFuture<JsonNode>> fetch;
    private final LongSupplier nanoTime;

    private Map<String, SigningKey> keys = Map.of();
    private long version;
    private long loadedAt;
    private long mayFetchAt = Long.MIN_VALUE;
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

    /** A key, and the version of the set it is in: every set that is loaded has another one, and there is none before 1. */
    record SigningKey(JWSVerifier verifier, long version) {}

    /** @param fetch gets the JWKS document; nanoTime monotonic */
    SigningKeys(Supplier<CompletableFuture<JsonNode>> fetch, LongSupplier nanoTime) {
        this.fetch = fetch;
        this.nanoTime = nanoTime;
    }

    /** A key; empty when the issuer has no such key; exceptional when no key set could ever be had. */
    synchronized CompletableFuture<Optional<SigningKey>> find(String keyId) {
        var known = keys.get(keyId);
        if (known == null) {
            return refresh().handle((done, failure) -> lookup(keyId));
        }
        renew();
        return CompletableFuture.completedFuture(Optional.of(known));
    }

    /** The version of the set that is in use. Asking counts as use: it renews an old set. */
    synchronized long version() {
        renew();
        return version;
    }

    private void renew() {
        if (version > 0 && nanoTime.getAsLong() - loadedAt > MAX_AGE.toNanos()) {
            refresh();
        }
    }

    /** Starts a fetch unless one runs or the last is too recent. */
    synchronized CompletableFuture<Void> refresh() {
        if (!running.isDone() || (mayFetchAt != Long.MIN_VALUE && nanoTime.getAsLong() - mayFetchAt < 0)) {
            return running;
        }
        mayFetchAt = nanoTime.getAsLong() + MIN_INTERVAL.toNanos();
        running = fetch.get().thenAccept(this::load).whenComplete(this::finished);
        return running;
    }

    private synchronized void finished(Void done, Throwable failure) {
        if (failure != null) {
            mayFetchAt = nanoTime.getAsLong() + MIN_INTERVAL_AFTER_FAILURE.toNanos();
        }
    }

    private synchronized Optional<SigningKey> lookup(String keyId) {
        if (version == 0) {
            throw new IllegalStateException("signing keys: none (expected: fetched from the issuer)");
        }
        return Optional.ofNullable(keys.get(keyId));
    }

    private synchronized void load(JsonNode document) {
        try {
            var fresh = new HashMap<String, SigningKey>();
            for (var key : JWKSet.parse(document.toString()).getKeys()) {
                if (usable(key) && fresh.size() < MAX_KEYS) {
                    fresh.put(key.getKeyID(), new SigningKey(new RSASSAVerifier(key.toRSAKey()), version + 1));
                }
            }
            if (fresh.isEmpty()) {
                throw new IllegalArgumentException("signing keys: none usable (expected: an RSA key for signatures)");
            }
            keys = Map.copyOf(fresh);
            version++;
            loadedAt = nanoTime.getAsLong();
        } catch (ParseException | JOSEException e) {
            throw new IllegalArgumentException("signing keys: unreadable (expected: a JSON Web Key Set)", e);
        }
    }

    private static boolean usable(JWK key) {
        var use = key.getKeyUse();
        return "RSA".equals(key.getKeyType().getValue())
                && key.getKeyID() != null
                && key.size() >= MIN_BITS
                && (use == null || KeyUse.SIGNATURE.equals(use));
    }
}
