package proxy.egress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The way out: which authorities are trusted and through which proxy TLS connections go. Verification cannot be switched off.
 *
 * @param authorities the JDK's and those of {@code SSL_CERT_FILE}
 * @param proxy HTTP proxy that TLS connections are tunnelled through (RFC 9110, CONNECT)
 */
public record Egress(TrustManagerFactory authorities, Optional<InetSocketAddress> proxy) {

    /** @throws IllegalArgumentException when the file holds no certificates */
    public static Egress create(Optional<URI> httpsProxy, Optional<Path> extraAuthorities) {
        try {
            var proxy = httpsProxy.map(uri -> InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort()));
            return new Egress(trust(extraAuthorities), proxy);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "SSL_CERT_FILE: " + extraAuthorities.orElse(null) + " (expected: certificates in PEM form): "
                            + e.getMessage(),
                    e);
        }
    }

    /** An HTTP client for the few calls that are not on a request's path; they never run on an event loop. */
    public HttpClient client() {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .sslContext(sslContext());
        proxy.ifPresent(address ->
                builder.proxy(ProxySelector.of(new InetSocketAddress(address.getHostString(), address.getPort()))));
        return builder.build();
    }

    private SSLContext sslContext() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, authorities.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrustManagerFactory trust(Optional<Path> extraAuthorities)
            throws GeneralSecurityException, IOException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        if (extraAuthorities.isEmpty()) {
            return factory;
        }
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (var manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager known) {
                Arrays.stream(known.getAcceptedIssuers()).forEach(certificate -> add(store, certificate));
            }
        }
        try (var file = Files.newInputStream(extraAuthorities.get())) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                add(store, (X509Certificate) certificate);
            }
        }
        var both = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        both.init(store);
        return both;
    }

    private static void add(KeyStore store, X509Certificate certificate) {
        try {
            store.setCertificateEntry(
                    certificate.getSubjectX500Principal() + " " + certificate.getSerialNumber(), certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
