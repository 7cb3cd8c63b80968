package proxy.callers;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import proxy.config.ProxyConfig;
import proxy.observe.Metrics;
import proxy.observe.Reason;

/**
 * Accepts access tokens that Entra issued to callers of this service: RS256 only, signed by a key of the issuer, with the
 * configured issuer, audience, tenant and role, inside their validity. Anything else is refused; nothing is taken from other
 * request fields. A token that was accepted is verified again only when {@link VerifiedTokens} says so.
 */
public final class EntraCallers implements Callers {

    private static final int MAX_NAME = 128;

    private final ProxyConfig.Callers.Entra rules;
    private final SigningKeys keys;
    private final Profiles profiles;
    private final VerifiedTokens verified;
    private final Clock clock;

    /** @param fetchKeys gets the issuer's JWKS document; nanoTime monotonic */
    public EntraCallers(
            ProxyConfig.Callers.Entra rules,
            Supplier<CompletableFuture<JsonNode>> fetchKeys,
            Metrics metrics,
            Clock clock,
            LongSupplier nanoTime) {
        this(
                rules,
                () -> fetchKeys.get().whenComplete((done, failure) -> metrics.keysFetched(failure == null)),
                new VerifiedTokens(),
                clock,
                nanoTime);
    }

    EntraCallers(
            ProxyConfig.Callers.Entra rules,
            Supplier<CompletableFuture<JsonNode>> fetchKeys,
            VerifiedTokens verified,
            Clock clock,
            LongSupplier nanoTime) {
        this(rules, new SigningKeys(fetchKeys, nanoTime), verified, clock);
    }

    private EntraCallers(ProxyConfig.Callers.Entra rules, SigningKeys keys, VerifiedTokens verified, Clock clock) {
        this.rules = rules;
        this.verified = verified;
        this.keys = keys;
        this.profiles = new Profiles(rules.profiles());
        this.clock = clock;
    }

    /** The same issuer's callers under other rules: its keys are known already. */
    public EntraCallers changed(ProxyConfig.Callers.Entra other) {
        return new EntraCallers(other, keys, new VerifiedTokens(), clock);
    }

    /** Whether these callers' keys come from there. */
    public boolean keysAreOf(URI jwksUri) {
        return rules.jwksUri().equals(jwksUri);
    }

    /** Fetches the signing keys before the first caller needs them. */
    public void warmUp() {
        keys.refresh();
    }

    @Override
    public CompletableFuture<Verdict> check(Optional<String> token) {
        if (token.isEmpty()) {
            return refused(Reason.MISSING_TOKEN, "no bearer token");
        }
        var digest = VerifiedTokens.Digest.of(token.get());
        return verified.find(digest, keys.version(), clock.millis())
                .map(caller -> CompletableFuture.<Verdict>completedFuture(new Verdict.Accepted(caller)))
                .orElseGet(() -> verify(token.get(), digest));
    }

    private CompletableFuture<Verdict> verify(String token, VerifiedTokens.Digest digest) {
        try {
            var jwt = SignedJWT.parse(token);
            var header = jwt.getHeader();
            if (!JWSAlgorithm.RS256.equals(header.getAlgorithm())) {
                return refused(Reason.INVALID_TOKEN, "alg is not RS256");
            }
            if (header.getKeyID() == null || header.getCriticalParams() != null) {
                return refused(Reason.INVALID_TOKEN, "kid is missing or crit is present");
            }
            return keys.find(header.getKeyID()).handle((key, failure) -> verdict(jwt, digest, key, failure));
        } catch (ParseException e) {
            return refused(Reason.INVALID_TOKEN, "not a signed JWT");
        }
    }

    private Verdict verdict(
            SignedJWT jwt, VerifiedTokens.Digest digest, Optional<SigningKeys.SigningKey> key, Throwable failure) {
        if (failure != null) {
            return new Verdict.Refused(Reason.KEYS_UNAVAILABLE, "the issuer's signing keys cannot be fetched");
        }
        try {
            if (key.isEmpty() || !jwt.verify(key.get().verifier())) {
                return new Verdict.Refused(Reason.INVALID_TOKEN, "signature is not of a key of the issuer");
            }
            var claims = jwt.getJWTClaimsSet();
            var verdict = claims(claims);
            if (verdict instanceof Verdict.Accepted accepted) {
                verified.add(
                        digest, accepted.caller(), expiry(claims), key.get().version());
            }
            return verdict;
        } catch (JOSEException | ParseException e) {
            return new Verdict.Refused(Reason.INVALID_TOKEN, "not a signed JWT");
        }
    }

    private Verdict claims(JWTClaimsSet claims) throws ParseException {
        var skew = rules.clockSkew().toMillis();
        var now = clock.millis();
        if (!rules.issuer().equals(claims.getIssuer())) {
            return new Verdict.Refused(Reason.INVALID_TOKEN, "iss is not the configured issuer");
        }
        if (!claims.getAudience().contains(rules.audience())) {
            return new Verdict.Refused(Reason.INVALID_TOKEN, "aud is not this service");
        }
        if (!rules.tenantId().equals(claims.getStringClaim("tid"))) {
            return new Verdict.Refused(Reason.INVALID_TOKEN, "tid is not the configured tenant");
        }
        if (claims.getExpirationTime() == null || expiry(claims) <= now) {
            return new Verdict.Refused(Reason.INVALID_TOKEN, "exp is missing or past");
        }
        if (startsAfter(claims.getNotBeforeTime(), now + skew)) {
            return new Verdict.Refused(Reason.INVALID_TOKEN, "nbf is in the future");
        }
        return accept(claims);
    }

    private long expiry(JWTClaimsSet claims) {
        return claims.getExpirationTime().getTime() + rules.clockSkew().toMillis();
    }

    private Verdict accept(JWTClaimsSet claims) throws ParseException {
        var roles = roles(claims);
        if (rules.requiredRole().isPresent()
                && !roles.contains(rules.requiredRole().get())) {
            return new Verdict.Refused(Reason.CALLER_NOT_ALLOWED, "roles lacks the required role");
        }
        var subject = shortened(claims.getSubject());
        var application = application(claims).map(EntraCallers::shortened).orElse(subject);
        return profiles.find(application, roles)
                .<Verdict>map(profile -> new Verdict.Accepted(new Caller(subject, application, profile)))
                .orElseGet(() -> new Verdict.Refused(Reason.CALLER_NOT_ALLOWED, "no caller profile is for it"));
    }

    private static List<String> roles(JWTClaimsSet claims) throws ParseException {
        var roles = Optional.ofNullable(claims.getStringListClaim("roles")).orElse(List.of());
        return roles.stream().filter(Objects::nonNull).toList();
    }

    private static boolean startsAfter(Date notBefore, long millis) {
        return notBefore != null && notBefore.getTime() > millis;
    }

    /** {@code azp} in tokens of version 2, {@code appid} in those of version 1 (access token claims reference). */
    private static Optional<String> application(JWTClaimsSet claims) throws ParseException {
        var azp = claims.getStringClaim("azp");
        return Optional.ofNullable(azp == null ? claims.getStringClaim("appid") : azp);
    }

    /** Entra's {@code sub} is pairwise: it names the caller to this service only. */
    private static String shortened(String name) {
        return name == null ? "" : name.substring(0, Math.min(name.length(), MAX_NAME));
    }

    private static CompletableFuture<Verdict> refused(Reason reason, String detail) {
        return CompletableFuture.completedFuture(new Verdict.Refused(reason, detail));
    }
}
