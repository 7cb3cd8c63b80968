package bench.account;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** An Entra-like issuer with one RSA key of 2,048 bits: its key set, and callers' tokens. */
public final class Issuer {

    public static final String TENANT = "11111111-1111-1111-1111-111111111111";
    public static final String AUDIENCE = "api://sluice";

    private static final String KEY_ID = "bench";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;

    public Issuer() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key set document. */
    public String jwks() {
        var key = (RSAPublicKey) keys.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"" + KEY_ID + "\",\"n\":\""
                + number(key.getModulus()) + "\",\"e\":\"" + number(key.getPublicExponent()) + "\"}]}";
    }

    /** A good access token of that caller, for a day; as large as Entra's are. */
    public String token(String caller) {
        var now = Instant.now().getEpochSecond();
        var header = "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"" + KEY_ID + "\"}";
        var claims = "{\"aud\":\"" + AUDIENCE + "\",\"iss\":\"https://login.microsoftonline.com/" + TENANT
                + "/v2.0\",\"iat\":" + now + ",\"nbf\":" + now + ",\"exp\":" + (now + 86_400) + ",\"aio\":\""
                + "a".repeat(64) + "\",\"azp\":\"22222222-2222-2222-2222-222222222222\",\"azpacr\":\"1\",\"oid\":\""
                + caller + "\",\"rh\":\"" + "r".repeat(60) + "\",\"roles\":[\"Caller\"],\"sub\":\"" + caller
                + "\",\"tid\":\"" + TENANT + "\",\"uti\":\"" + caller + "\",\"ver\":\"2.0\"}";
        var signed = text(header) + "." + text(claims);
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String number(BigInteger value) {
        var bytes = value.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
