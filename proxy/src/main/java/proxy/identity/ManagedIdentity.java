package proxy.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import proxy.config.ProxyConfig;
import proxy.egress.JsonFetch;
import proxy.io.EncodedField;
import proxy.observe.Events;

/**
 * Tokens of the platform's managed identity. A token is renewed when three quarters of its life are over, by one request at a
 * time; while renewing fails it is used until it expires, and the endpoint is asked again after 1, 2, 4 … 30 s. Protocol:
 * learn.microsoft.com/azure/container-apps/managed-identity (REST endpoint reference).
 */
public final class ManagedIdentity implements Credential {

    private static final long MAX_RETRY_SECONDS = 30;
    private static final long MIN_RENEWAL_MILLIS = 1_000;

    private final Supplier<CompletableFuture<JsonNode>> fetch;
    private final BiConsumer<Runnable, Duration> scheduler;
    private final Clock clock;
    private final Events events;

    private volatile Token token = Token.of("", Instant.EPOCH);
    /** Null while none is running. */
    private CompletableFuture<Void> renewal;

    private int failures;
    /** Until then a refusal is no reason to ask: the endpoint would say the same. */
    private Instant notBefore = Instant.EPOCH;

    /**
     * @param fetch asks the endpoint once
     * @param scheduler runs a task later
     */
    public ManagedIdentity(
            Supplier<CompletableFuture<JsonNode>> fetch,
            BiConsumer<Runnable, Duration> scheduler,
            Clock clock,
            Events events) {
        this.fetch = fetch;
        this.scheduler = scheduler;
        this.clock = clock;
        this.events = events;
    }

    /** The request of that protocol. */
    public static JsonFetch.Request request(
            URI endpoint, String secret, ProxyConfig.Credential.ManagedIdentity identity) {
        var query = "resource=" + encode(identity.resource()) + "&api-version=2019-08-01&client_id="
                + encode(identity.clientId());
        return new JsonFetch.Request(URI.create(endpoint + "?" + query), Map.of("X-IDENTITY-HEADER", secret));
    }

    /** Gets the first token, and from then on keeps one. Call once. */
    public void start() {
        renew(true);
    }

    @Override
    public boolean ready() {
        return clock.millis() < token.expiresAt.toEpochMilli();
    }

    @Override
    public Optional<EncodedField> authorization() {
        return token.authorization;
    }

    /**
     * The platform may hand out the same token again, so soon after a renewal it is not asked; nor before its time after one that failed,
     * however many requests are refused meanwhile.
     */
    @Override
    public void refused() {
        renew(false);
    }

    @Override
    public CompletableFuture<Boolean> another(Optional<EncodedField> shown) {
        if (isAnother(shown)) {
            return CompletableFuture.completedFuture(true);
        }
        refused();
        return running().thenApply(over -> isAnother(shown));
    }

    private boolean isAnother(Optional<EncodedField> shown) {
        return ready() && !token.authorization.equals(shown);
    }

    private synchronized CompletableFuture<Void> running() {
        return renewal == null ? CompletableFuture.completedFuture(null) : renewal;
    }

    /** @param reschedules whether this renewal is the one that arranges the next; another one does not come before its time */
    private void renew(boolean reschedules) {
        var over = new CompletableFuture<Void>();
        synchronized (this) {
            if (!reschedules && !clock.instant().isAfter(notBefore)) {
                return;
            }
            if (renewal != null) {
                if (reschedules) {
                    scheduler.accept(() -> renew(true), Duration.ofSeconds(1));
                }
                return;
            }
            renewal = over;
        }
        fetch.get().thenApply(this::parse).whenComplete((fresh, failure) -> {
            var next = failure == null ? renewed(fresh) : failed(failure);
            over.complete(null);
            if (reschedules) {
                scheduler.accept(() -> renew(true), next);
            }
        });
    }

    private synchronized Duration renewed(Token fresh) {
        renewal = null;
        failures = 0;
        token = fresh;
        notBefore = clock.instant().plusSeconds(MAX_RETRY_SECONDS);
        events.emit("identity_token_renewed", line -> line.put("expiresAt", fresh.expiresAt.toString()));
        var lifeMillis = Duration.between(clock.instant(), fresh.expiresAt).toMillis();
        return Duration.ofMillis(Math.max(MIN_RENEWAL_MILLIS, lifeMillis / 4 * 3));
    }

    private synchronized Duration failed(Throwable failure) {
        renewal = null;
        var wait = Math.min(MAX_RETRY_SECONDS, 1L << Math.min(failures++, 10));
        notBefore = clock.instant().plusSeconds(wait);
        events.emit(
                "identity_token_failed",
                line -> line.put("error", String.valueOf(failure.getMessage())).put("retryInSeconds", wait));
        return Duration.ofSeconds(wait);
    }

    private Token parse(JsonNode answer) {
        var value = answer.path("access_token").asText("");
        // The endpoint sends the epoch seconds as a string.
        var expiresOn = answer.path("expires_on").asLong(0);
        if (value.isEmpty() || expiresOn <= 0) {
            throw new IllegalArgumentException("identity answer: incomplete (expected: access_token and expires_on)");
        }
        return Token.of(value, Instant.ofEpochSecond(expiresOn));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** @param authorization as every request carries it */
    private record Token(Optional<EncodedField> authorization, Instant expiresAt) {

        private static Token of(String value, Instant expiresAt) {
            return new Token(Optional.of(new EncodedField("authorization", "Bearer " + value)), expiresAt);
        }

        @Override
        public String toString() {
            return "token until " + expiresAt;
        }
    }
}
