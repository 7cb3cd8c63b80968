package localazure.planes.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import localazure.arm.ArmException;
import localazure.arm.ArmResource;
import localazure.planes.Arm;

/** Reads listeners' certificates from the secrets of vaults: PFX in base64, without a password, as Key Vault keeps them. */
final class VaultCertificates {
    private static final char[] NO_PASSWORD = {};

    private final Arm arm;

    VaultCertificates(Arm arm) {
        this.arm = arm;
    }

    /** A certificate in use. */
    record Loaded(SSLContext tls, X509Certificate certificate) {
        /** Whether the certificate is one of this host. */
        boolean names(String host) {
            return subjects(certificate)
                    .anyMatch(each -> each.equalsIgnoreCase(host)
                            || (each.startsWith("*.")
                                    && host.replaceFirst("^[^.]+", "*").equalsIgnoreCase(each)));
        }

        private static Stream<String> subjects(X509Certificate certificate) {
            try {
                var names = certificate.getSubjectAlternativeNames();
                return names == null ? Stream.empty() : names.stream().map(each -> String.valueOf(each.get(1)));
            } catch (CertificateParsingException e) {
                return Stream.empty();
            }
        }
    }

    /** @throws ArmException when there is no such secret, or no certificate in it */
    Loaded load(String uri) {
        String asked = uri.toLowerCase(Locale.ROOT);
        ArmResource secret = arm.store().ofType("azure-native:keyvault:Secret").stream()
                .filter(each -> asked.startsWith(
                        each.outputs().at("/properties/secretUri").asText("-").toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> refused(uri, "not found"));
        try {
            byte[] pfx = Base64.getMimeDecoder()
                    .decode(secret.inputs().at("/properties/value").asText());
            return open(pfx);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw refused(uri, "no certificate with a private key: " + e.getMessage());
        }
    }

    private static Loaded open(byte[] pfx) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(pfx), NO_PASSWORD);
        List<String> aliases = Collections.list(keys.aliases());
        if (aliases.isEmpty()) throw new IOException("empty");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new Loaded(context, (X509Certificate) keys.getCertificate(aliases.get(0)));
    }

    private static ArmException refused(String uri, String why) {
        return new ArmException(
                400, "ApplicationGatewayKeyVaultSecretException", "Secret " + uri + ": " + why + " (expected: a PFX)");
    }
}
