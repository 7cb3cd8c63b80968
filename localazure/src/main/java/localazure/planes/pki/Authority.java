package localazure.planes.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import localazure.planes.Disk;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that clients trust through one PEM file; made once, kept in the state folder. */
public final class Authority {
    private static final Duration ROOT_VALID = Duration.ofDays(3650);
    private static final Duration SERVER_VALID = Duration.ofDays(397);
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);
    private static final char[] NO_PASSWORD = {};
    private static final X500Name NAME = new X500Name("CN=Sluice local Azure");

    private final Path file;
    private final PrivateKey key;
    private final X509Certificate certificate;

    private Authority(Path file, PrivateKey key, X509Certificate certificate) {
        this.file = file;
        this.key = key;
        this.certificate = certificate;
    }

    /** Loads {@code ca.pem} and {@code ca.key} of the folder, or makes them. */
    public static Authority in(Path folder) throws IOException {
        Path file = folder.resolve("ca.pem");
        Path keyFile = folder.resolve("ca.key");
        try {
            // The certificate is written last: with it, the pair is whole.
            if (!Files.exists(file)) create(file, keyFile);
            return load(file, keyFile);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("certificate authority: " + e.getMessage(), e);
        }
    }

    /** The PEM file that makes clients trust the local endpoints. */
    public Path file() {
        return file;
    }

    /** A server's TLS with a fresh certificate for DNS names, wildcards and IP addresses. */
    public SSLContext server(List<String> names) throws IOException {
        try {
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(issue(names), NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("certificate for " + names + ": " + e.getMessage(), e);
        }
    }

    /** A fresh certificate with its key, as a PFX without a password. */
    public byte[] pfx(List<String> names) throws IOException {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            issue(names).store(bytes, NO_PASSWORD);
            return bytes.toByteArray();
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("certificate for " + names + ": " + e.getMessage(), e);
        }
    }

    /** A client's TLS that trusts this authority alone. */
    public SSLContext client() throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", certificate);
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private KeyStore issue(List<String> names) throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair pair = newPair();
        GeneralName[] subjects = names.stream().map(Authority::subject).toArray(GeneralName[]::new);
        X509v3CertificateBuilder builder = builder(new X500Name("CN=localhost"), pair.getPublic(), SERVER_VALID)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(subjects));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        Certificate[] chain = {sign(builder, key), certificate};
        keys.setKeyEntry("server", pair.getPrivate(), NO_PASSWORD, chain);
        return keys;
    }

    private static GeneralName subject(String name) {
        boolean address = name.contains(":") || name.matches("[0-9.]+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static void create(Path file, Path keyFile)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair pair = newPair();
        X509v3CertificateBuilder builder = builder(NAME, pair.getPublic(), ROOT_VALID)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        Disk.writeSecret(keyFile, pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
        Disk.write(file, pem(sign(builder, pair.getPrivate())));
    }

    private static Authority load(Path file, Path keyFile) throws IOException, GeneralSecurityException {
        X509CertificateHolder holder = (X509CertificateHolder) read(file);
        PrivateKey key = new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) read(keyFile));
        return new Authority(file, key, new JcaX509CertificateConverter().getCertificate(holder));
    }

    private static X509v3CertificateBuilder builder(X500Name subject, PublicKey key, Duration valid) {
        Instant now = Instant.now();
        BigInteger serial = new BigInteger(127, new SecureRandom());
        Date from = Date.from(now.minus(CLOCK_SKEW));
        return new JcaX509v3CertificateBuilder(NAME, serial, from, Date.from(now.plus(valid)), subject, key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        X509CertificateHolder holder = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key));
        return new JcaX509CertificateConverter().getCertificate(holder);
    }

    private static KeyPair newPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static byte[] pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static Object read(Path file) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
            Object found = parser.readObject();
            if (found == null) throw new IOException(file + ": empty (expected: a PEM object)");
            return found;
        }
    }
}
