package localazure.planes.entra;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import localazure.arm.Tenant;
import localazure.planes.Disk;

/**
 * Mints and checks the tokens of the local tenant: RS256, version 2.0 claims. The key is kept in the state folder, so
 * that tokens outlive a restart.
 */
public final class Issuer {
    public static final String HOST = "login.microsoftonline.com";
    public static final String NAME = "https://" + HOST + "/" + Tenant.ID + "/v2.0";

    private final RSAKey key;
    private final Clock clock;

    private Issuer(RSAKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Loads {@code entra-key.json} of the folder, or makes it. */
    public static Issuer in(Path folder, Clock clock) throws IOException {
        Path file = folder.resolve("entra-key.json");
        try {
            if (!Files.exists(file)) {
                RSAKey made = new RSAKeyGenerator(2048)
                        .keyID(UUID.randomUUID().toString())
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.RS256)
                        .generate();
                Disk.writeSecret(file, made.toJSONString().getBytes(StandardCharsets.UTF_8));
            }
            return new Issuer(RSAKey.parse(Files.readString(file)), clock);
        } catch (JOSEException | ParseException e) {
            throw new IOException(file + ": " + e.getMessage() + " (expected: a JSON web key)", e);
        }
    }

    /** The public keys, as a JWKS document. */
    public String publicKeys() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    /** A token of a caller: an application or a person, named by its subject. */
    public String callerToken(String audience, String subject, List<String> roles, Duration valid) {
        return sign(claims(audience, subject, valid).claim("roles", roles));
    }

    /** A token of a managed identity. */
    public String identityToken(String audience, String principalId, String clientId, Duration valid) {
        return sign(claims(audience, principalId, valid).claim("azp", clientId).claim("idtyp", "app"));
    }

    private JWTClaimsSet.Builder claims(String audience, String subject, Duration valid) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .audience(audience)
                .issuer(NAME)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(valid)))
                .subject(subject)
                .claim("oid", subject)
                .claim("tid", Tenant.ID)
                .claim("ver", "2.0");
    }

    private String sign(JWTClaimsSet.Builder claims) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build();
        SignedJWT token = new SignedJWT(header, claims.build());
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    /** The object id of the bearer, when the token is ours, in time and for one of the audiences. */
    public Optional<String> bearer(String token, List<String> audiences) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            if (!parsed.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)) return Optional.empty();
            if (!parsed.verify(new RSASSAVerifier(key))) return Optional.empty();
            JWTClaimsSet claims = parsed.getJWTClaimsSet();
            Instant now = clock.instant();
            boolean accepted = NAME.equals(claims.getIssuer())
                    && claims.getAudience().stream().anyMatch(audiences::contains)
                    && now.isBefore(claims.getExpirationTime().toInstant());
            return accepted ? Optional.ofNullable(claims.getStringClaim("oid")) : Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }
}
