package proxy.callers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import proxy.config.ProxyConfig;
import proxy.observe.Reason;
import proxy.testkit.FakeEntra;
import proxy.testkit.ManualClock;

class EntraCallersTest {

    private static final FakeEntra ENTRA = new FakeEntra("key-1");
    private static final FakeEntra ROLLED = new FakeEntra("key-2");

    private static final Callers.Verdict ACCEPTED =
            new Callers.Verdict.Accepted(new Caller("caller-1", "caller-1", Profile.OPEN));

    private final ManualClock clock = new ManualClock();
    private final VerifiedTokens verified = new VerifiedTokens();
    private int fetches;
    private CompletableFuture<JsonNode> answer;
    private EntraCallers callers;

    @BeforeEach
    void start() throws Exception {
        answer = CompletableFuture.completedFuture(new JsonMapper().readTree(ENTRA.jwks()));
        callers = new EntraCallers(
                rules("Caller"),
                () -> {
                    fetches++;
                    return answer;
                },
                verified,
                clock,
                clock::nanoTime);
    }

    private static ProxyConfig.Callers.Entra rules(String role) {
        return new ProxyConfig.Callers.Entra(
                FakeEntra.TENANT,
                FakeEntra.AUDIENCE,
                FakeEntra.ISSUER,
                URI.create("https://keys"),
                Optional.of(role),
                Duration.ofSeconds(60),
                List.of());
    }

    private Callers.Verdict check(String token) {
        return callers.check(Optional.of(token)).join();
    }

    private String token(Consumer<JWTClaimsSet.Builder> change) {
        return ENTRA.token(clock.instant(), change);
    }

    private void assertRefused(Reason reason, String detail, String token) {
        assertEquals(new Callers.Verdict.Refused(reason, detail), check(token));
    }

    @Test
    void a_good_token_names_the_caller() {
        assertEquals(ACCEPTED, check(token(claims -> {})));
    }

    @Test
    void a_role_without_a_name_is_no_role() {
        var token = token(claims -> claims.claim("roles", java.util.Arrays.asList("Caller", null)));
        assertEquals(ACCEPTED, check(token));
    }

    @Test
    void the_audience_may_be_one_of_several() {
        assertEquals(ACCEPTED, check(token(claims -> claims.audience(List.of("other", FakeEntra.AUDIENCE)))));
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                wrong("iss is not the configured issuer", (claims, now) -> claims.issuer(FakeEntra.ISSUER + "/")),
                wrong("iss is not the configured issuer", (claims, now) -> claims.issuer(null)),
                wrong("aud is not this service", (claims, now) -> claims.audience("api://other")),
                wrong("aud is not this service", (claims, now) -> claims.audience((String) null)),
                wrong("tid is not the configured tenant", (claims, now) -> claims.claim("tid", "other")),
                wrong("tid is not the configured tenant", (claims, now) -> claims.claim("tid", null)),
                wrong("exp is missing or past", (claims, now) -> claims.expirationTime(new Date(now - 60_000))),
                wrong("exp is missing or past", (claims, now) -> claims.expirationTime(null)),
                wrong("nbf is in the future", (claims, now) -> claims.notBeforeTime(new Date(now + 61_000))),
                wrong("not a signed JWT", (claims, now) -> claims.claim("tid", 7)));
    }

    private static Arguments wrong(String detail, java.util.function.BiConsumer<JWTClaimsSet.Builder, Long> change) {
        return Arguments.of(detail, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongClaims")
    void a_wrong_claim_is_refused(String detail, java.util.function.BiConsumer<JWTClaimsSet.Builder, Long> change) {
        assertRefused(Reason.INVALID_TOKEN, detail, token(claims -> change.accept(claims, clock.millis())));
    }

    @Test
    void times_are_taken_with_the_configured_skew() {
        var justExpired = token(claims -> claims.expirationTime(new Date(clock.millis() - 59_000)));
        assertEquals(ACCEPTED, check(justExpired));
        var almostValid = token(claims -> claims.notBeforeTime(new Date(clock.millis() + 60_000)));
        assertEquals(ACCEPTED, check(almostValid));
    }

    @Test
    void a_caller_without_the_role_is_not_allowed() {
        assertRefused(
                Reason.CALLER_NOT_ALLOWED,
                "roles lacks the required role",
                token(claims -> claims.claim("roles", List.of("Reader"))));
        assertRefused(
                Reason.CALLER_NOT_ALLOWED,
                "roles lacks the required role",
                token(claims -> claims.claim("roles", null)));
    }

    @Test
    void other_algorithms_are_refused() throws JOSEException {
        var claims = new JWTClaimsSet.Builder().issuer(FakeEntra.ISSUER).build();
        assertRefused(Reason.INVALID_TOKEN, "not a signed JWT", new PlainJWT(claims).serialize());
        var hmac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("key-1").build(), claims);
        hmac.sign(new MACSigner(ENTRA.key().toRSAPublicKey().getEncoded()));
        assertRefused(Reason.INVALID_TOKEN, "alg is not RS256", hmac.serialize());
        var stronger = new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("key-1").build();
        assertRefused(Reason.INVALID_TOKEN, "alg is not RS256", ENTRA.sign(stronger, claims));
        assertEquals(0, fetches);
    }

    @Test
    void a_header_that_asks_for_more_is_refused() {
        var claims = new JWTClaimsSet.Builder().build();
        var critical = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("key-1")
                .criticalParams(Set.of("exp"))
                .build();
        assertRefused(Reason.INVALID_TOKEN, "kid is missing or crit is present", ENTRA.sign(critical, claims));
        var anonymous = new JWSHeader.Builder(JWSAlgorithm.RS256).build();
        assertRefused(Reason.INVALID_TOKEN, "kid is missing or crit is present", ENTRA.sign(anonymous, claims));
    }

    @Test
    void what_is_no_token_is_refused() {
        for (var text : List.of("", "x", "a.b.c", "..", "e30.e30.e30", "a".repeat(10_000))) {
            assertRefused(Reason.INVALID_TOKEN, "not a signed JWT", text);
        }
        assertEquals(
                new Callers.Verdict.Refused(Reason.MISSING_TOKEN, "no bearer token"),
                callers.check(Optional.empty()).join());
    }

    @Test
    void a_changed_token_is_refused() {
        var parts = token(claims -> {}).split("\\.");
        var other = token(claims -> claims.subject("root")).split("\\.");
        assertRefused(
                Reason.INVALID_TOKEN,
                "signature is not of a key of the issuer",
                parts[0] + "." + other[1] + "." + parts[2]);
    }

    @Test
    void unknown_keys_fetch_the_set_once_in_a_while() {
        check(token(claims -> {}));
        assertEquals(1, fetches);
        for (var count = 0; count < 100; count++) {
            assertRefused(
                    Reason.INVALID_TOKEN,
                    "signature is not of a key of the issuer",
                    ROLLED.token(clock.instant(), claims -> {}));
        }
        assertEquals(1, fetches);
        clock.pass(SigningKeys.MIN_INTERVAL);
        check(ROLLED.token(clock.instant(), claims -> {}));
        assertEquals(2, fetches);
    }

    @Test
    void a_rolled_key_is_found() throws Exception {
        check(token(claims -> {}));
        clock.pass(SigningKeys.MIN_INTERVAL);
        answer = CompletableFuture.completedFuture(new JsonMapper().readTree(ROLLED.jwks()));
        assertEquals(ACCEPTED, check(ROLLED.token(clock.instant(), claims -> {})));
        assertRefused(Reason.INVALID_TOKEN, "signature is not of a key of the issuer", token(claims -> {}));
    }

    @Test
    void many_callers_wait_for_one_fetch() throws Exception {
        var keys = answer;
        answer = new CompletableFuture<>();
        var first = callers.check(Optional.of(token(claims -> {})));
        var second = callers.check(Optional.of(token(claims -> {})));
        assertEquals(1, fetches);
        answer.complete(keys.join());
        assertEquals(ACCEPTED, first.join());
        assertEquals(ACCEPTED, second.join());
    }

    @Test
    void without_keys_nobody_gets_in_and_the_next_fetch_comes_soon() {
        var keys = answer;
        answer = CompletableFuture.failedFuture(new java.io.IOException("down"));
        assertRefused(Reason.KEYS_UNAVAILABLE, "the issuer's signing keys cannot be fetched", token(claims -> {}));
        answer = keys;
        assertRefused(Reason.KEYS_UNAVAILABLE, "the issuer's signing keys cannot be fetched", token(claims -> {}));
        clock.pass(SigningKeys.MIN_INTERVAL_AFTER_FAILURE);
        assertEquals(ACCEPTED, check(token(claims -> {})));
    }

    @Test
    void an_empty_set_does_not_replace_a_good_one() throws Exception {
        assertEquals(ACCEPTED, check(token(claims -> {})));
        answer = CompletableFuture.completedFuture(new JsonMapper().readTree("{\"keys\":[]}"));
        clock.pass(Duration.ofMinutes(61));
        assertEquals(ACCEPTED, check(token(claims -> {})));
        assertEquals(2, fetches);
        assertEquals(ACCEPTED, check(token(claims -> {})));
    }

    @Test
    void an_old_set_is_renewed_in_the_background() {
        check(token(claims -> {}));
        clock.pass(SigningKeys.MAX_AGE.plusSeconds(1));
        assertEquals(ACCEPTED, check(token(claims -> {})));
        assertEquals(2, fetches);
    }

    @Test
    void a_token_that_is_remembered_is_not_looked_into_again() {
        check(token(claims -> {}));
        verified.add(VerifiedTokens.Digest.of("remembered"), new Caller("a", "b", Profile.OPEN), Long.MAX_VALUE, 1);
        assertEquals(new Callers.Verdict.Accepted(new Caller("a", "b", Profile.OPEN)), check("remembered"));
    }

    @Test
    void only_tokens_that_were_accepted_are_remembered() {
        check(token(claims -> claims.audience("api://other")));
        check(token(claims -> claims.claim("roles", List.of("Reader"))));
        check(ROLLED.token(clock.instant(), claims -> {}));
        check("x");
        assertEquals(0, verified.size());
        check(token(claims -> {}));
        assertEquals(1, verified.size());
    }

    @Test
    void a_token_that_was_accepted_is_not_accepted_after_it_expired() {
        var token = token(claims -> {});
        assertEquals(ACCEPTED, check(token));
        clock.pass(Duration.ofSeconds(3659));
        assertEquals(ACCEPTED, check(token));
        clock.pass(Duration.ofSeconds(1));
        assertRefused(Reason.INVALID_TOKEN, "exp is missing or past", token);
    }

    @Test
    void a_token_that_was_accepted_is_not_accepted_after_its_key_was_rolled() throws Exception {
        var token = token(claims -> {});
        assertEquals(ACCEPTED, check(token));
        answer = CompletableFuture.completedFuture(new JsonMapper().readTree(ROLLED.jwks()));
        clock.pass(SigningKeys.MIN_INTERVAL);
        check(ROLLED.token(clock.instant(), claims -> {}));
        assertRefused(Reason.INVALID_TOKEN, "signature is not of a key of the issuer", token);
    }

    @Test
    void a_token_in_steady_use_renews_an_old_key_set_and_goes_with_it() throws Exception {
        var token = token(claims -> claims.expirationTime(new Date(clock.millis() + 86_400_000)));
        assertEquals(ACCEPTED, check(token));
        answer = CompletableFuture.completedFuture(new JsonMapper().readTree(ROLLED.jwks()));
        clock.pass(SigningKeys.MAX_AGE.plusSeconds(1));
        check(token);
        assertEquals(2, fetches);
        assertRefused(Reason.INVALID_TOKEN, "signature is not of a key of the issuer", token);
    }

    @Test
    void a_token_that_was_accepted_stays_accepted_while_the_issuer_is_away() {
        var token = token(claims -> claims.expirationTime(new Date(clock.millis() + 86_400_000)));
        assertEquals(ACCEPTED, check(token));
        answer = CompletableFuture.failedFuture(new java.io.IOException("down"));
        clock.pass(SigningKeys.MAX_AGE.plusSeconds(1));
        assertEquals(ACCEPTED, check(token));
        assertEquals(2, fetches);
    }

    @Test
    void a_refusal_is_not_remembered() {
        var early = token(claims -> claims.notBeforeTime(new Date(clock.millis() + 61_000)));
        assertRefused(Reason.INVALID_TOKEN, "nbf is in the future", early);
        clock.pass(Duration.ofSeconds(1));
        assertEquals(ACCEPTED, check(early));
    }

    @Test
    void a_token_that_differs_in_its_last_characters_is_another_token() {
        var token = token(claims -> {});
        assertEquals(ACCEPTED, check(token));
        assertRefused(
                Reason.INVALID_TOKEN,
                "signature is not of a key of the issuer",
                token.substring(0, token.length() - 4) + "AAAA");
    }

    @Test
    void other_rules_hold_at_once_with_the_keys_that_are_known() {
        var token = token(claims -> {});
        assertEquals(ACCEPTED, check(token));
        callers = callers.changed(rules("Other"));
        assertRefused(Reason.CALLER_NOT_ALLOWED, "roles lacks the required role", token);
        assertEquals(1, fetches);
    }
}
