import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/** Signs the tokens of the training, and has the keys that they are checked with. */
final class Issuer {

    static final String TENANT = "11111111-1111-1111-1111-111111111111";

    private final KeyPair keys;

    Issuer() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    String keySet() {
        var key = (RSAPublicKey) keys.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"training\",\"n\":\""
                + base64(unsigned(key.getModulus())) + "\",\"e\":\"" + base64(unsigned(key.getPublicExponent()))
                + "\"}]}";
    }

    /** Of a caller, for an hour. */
    String token() throws Exception {
        var now = System.currentTimeMillis() / 1_000;
        var claims = """
                {"iss":"https://login.microsoftonline.com/%1$s/v2.0","tid":"%1$s","aud":"api://training","sub":"training","azp":"training",
                 "roles":["Caller"],"iat":%2$d,"nbf":%2$d,"exp":%3$d}
                """.formatted(TENANT, now, now + 3_600);
        var signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"training\"}".getBytes()) + "."
                + base64(claims.getBytes());
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed.getBytes());
        return signed + "." + base64(signature.sign());
    }

    private static byte[] unsigned(BigInteger number) {
        var bytes = number.toByteArray();
        return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
