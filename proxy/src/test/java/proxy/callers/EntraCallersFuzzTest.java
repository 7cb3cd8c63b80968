package proxy.callers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import proxy.config.ProxyConfig;
import proxy.observe.Metrics;
import proxy.screen.Rules;
import proxy.testkit.FakeEntra;
import proxy.testkit.ManualClock;

class EntraCallersFuzzTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final FakeEntra ENTRA = new FakeEntra("key-1");
    private static final ManualClock CLOCK = new ManualClock();
    private static final JWSHeader HEADER =
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key-1").build();
    private static final ProxyConfig.Profile PROFILE = new ProxyConfig.Profile(
            "apps",
            List.of("app-1"),
            List.of("Caller"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1,
            true,
            false,
            Rules.OFF);
    private static final EntraCallers CALLERS = callers();

    private static EntraCallers callers() {
        var rules = new ProxyConfig.Callers.Entra(
                FakeEntra.TENANT,
                FakeEntra.AUDIENCE,
                FakeEntra.ISSUER,
                URI.create("https://keys"),
                Optional.empty(),
                Duration.ofSeconds(60),
                List.of(PROFILE));
        try {
            var keys = JSON.readTree(ENTRA.jwks());
            return new EntraCallers(
                    rules, () -> CompletableFuture.completedFuture(keys), new Metrics(), CLOCK, CLOCK::nanoTime);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Callers.Verdict check(String token) {
        return CALLERS.check(Optional.of(token)).join();
    }

    @FuzzTest(maxDuration = "1m")
    void what_the_issuer_did_not_sign_is_refused(byte[] token) {
        assertInstanceOf(Callers.Verdict.Refused.class, check(new String(token, StandardCharsets.ISO_8859_1)));
    }

    @FuzzTest(maxDuration = "1m")
    void whatever_the_issuer_signs_gets_a_verdict_by_its_claims(byte[] claims) throws IOException, JOSEException {
        var jws = new JWSObject(HEADER, new Payload(claims));
        jws.sign(new RSASSASigner(ENTRA.key()));
        if (check(jws.serialize()) instanceof Callers.Verdict.Accepted accepted) {
            var tree = JSON.readTree(new String(claims, StandardCharsets.UTF_8));
            assertEquals(FakeEntra.ISSUER, tree.path("iss").textValue());
            assertEquals(FakeEntra.TENANT, tree.path("tid").textValue());
            assertTrue(tree.path("aud").toString().contains("\"" + FakeEntra.AUDIENCE + "\""));
            assertTrue(tree.path("exp").asDouble() * 1000 > CLOCK.millis() - 60_000);
            assertEquals("apps", accepted.caller().profile().name());
        }
    }
}
