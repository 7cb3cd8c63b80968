package proxy.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;

/** An issuer with one key at a time. */
public final class FakeEntra {

    public static final String TENANT = "11111111-1111-1111-1111-111111111111";
    public static final String AUDIENCE = "api://sluice";
    public static final String ISSUER = "https://login.microsoftonline.com/" + TENANT + "/v2.0";

    private final RSAKey key;

    public FakeEntra(String keyId) {
        try {
            key = new RSAKeyGenerator(2048)
                    .keyID(keyId)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public RSAKey key() {
        return key;
    }

    public String jwks() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    /**
     * Lets in the callers that have a token of it; its keys are at the upstream.
     *
     * @return where their profiles go
     */
    public ObjectNode callers(ProxyUnderTest.Setup setup, FakeUpstream upstream) {
        upstream.on("jwks", FakeUpstream.answering(jwks()));
        return setup.config()
                .putObject("callers")
                .put("tenantId", TENANT)
                .put("audience", AUDIENCE)
                .put("jwksUri", upstream.url("jwks"));
    }

    /** A good token, unless changed. */
    public String token(Instant now, Consumer<JWTClaimsSet.Builder> change) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("caller-1")
                .claim("tid", TENANT)
                .claim("roles", List.of("Caller"))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)));
        change.accept(claims);
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims.build());
    }

    public String sign(JWSHeader header, JWTClaimsSet claims) {
        try {
            var jwt = new SignedJWT(header, claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
