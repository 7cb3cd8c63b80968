package proxy.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that nobody trusts unless told. */
public final class TestAuthority {

    private static final X500Principal NAME = new X500Principal("CN=Test authority");

    private final KeyPair keys = newKeys();
    private final X509Certificate certificate =
            sign(NAME, keys, null, Instant.now().plusSeconds(3600));

    /** Writes the authority's certificate as PEM. */
    public Path pem(Path directory) throws IOException, GeneralSecurityException {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return Files.writeString(
                directory.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    }

    /** Sockets of a TLS server that is certified for one host name. */
    public ServerSocketFactory serverSockets(String host) throws GeneralSecurityException, IOException {
        return serverSockets(host, Instant.now().plusSeconds(3600));
    }

    /** Sockets of a TLS server whose certificate has run out. */
    public ServerSocketFactory expired(String host) throws GeneralSecurityException, IOException {
        return serverSockets(host, Instant.now().minusSeconds(1));
    }

    private ServerSocketFactory serverSockets(String host, Instant until) throws GeneralSecurityException, IOException {
        var serverKeys = newKeys();
        var chain = new X509Certificate[] {sign(new X500Principal("CN=" + host), serverKeys, host, until), certificate};
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", serverKeys.getPrivate(), new char[0], chain);
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    private X509Certificate sign(X500Principal subject, KeyPair subjectKeys, String host, Instant until) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    NAME,
                    new BigInteger(64, new java.security.SecureRandom()),
                    Date.from(Instant.now().minusSeconds(60)),
                    Date.from(until),
                    subject,
                    subjectKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(host == null));
            if (host != null) {
                var names = new GeneralNames(new GeneralName(GeneralName.dNSName, host));
                builder.addExtension(Extension.subjectAlternativeName, false, names);
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
