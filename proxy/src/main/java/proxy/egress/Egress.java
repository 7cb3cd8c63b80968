package proxy.egress;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The way out: which authorities are trusted and through which proxy TLS connections go. Verification cannot be switched off. To read
 * some hundred certificates takes longer than all else at the start, so it is done beside it: who needs them gets a future.
 */
public final class Egress {

    private final Optional<InetSocketAddress> proxy;
    private final Optional<Path> extraAuthorities;
    private final CompletableFuture<TrustManagerFactory> authorities = new CompletableFuture<>();
    private final CompletableFuture<SSLContext> tls = authorities.thenApply(Egress::context);

    private Egress(Optional<InetSocketAddress> proxy, Optional<Path> extraAuthorities) {
        this.proxy = proxy;
        this.extraAuthorities = extraAuthorities;
    }

    /** @param extraAuthorities PEM file of authorities that are trusted beside the JDK's */
    public static Egress create(Optional<URI> httpsProxy, Optional<Path> extraAuthorities) {
        return new Egress(
                httpsProxy.map(uri -> InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort())),
                extraAuthorities);
    }

    /** HTTP proxy that TLS connections are tunnelled through (RFC 9110, CONNECT). */
    public Optional<InetSocketAddress> proxy() {
        return proxy;
    }

    /** The JDK's authorities and those of the file. Fails with {@link IllegalArgumentException} when that holds no certificates. */
    public CompletableFuture<TrustManagerFactory> authorities() {
        return authorities;
    }

    /** Makes TLS connections to whom those authorities vouch for. */
    public CompletableFuture<SSLContext> tls() {
        return tls;
    }

    /** Reads the authorities; blocks. Call once. */
    public void load() {
        try {
            authorities.complete(trust(extraAuthorities));
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            authorities.completeExceptionally(new IllegalArgumentException(
                    "SSL_CERT_FILE: " + extraAuthorities.map(Path::toString).orElse("absent")
                            + " (expected: certificates in PEM form): " + e.getMessage(),
                    e));
        }
    }

    /** For what is elsewhere: TLS goes through the proxy. */
    public CompletableFuture<Opener> opener() {
        return tls.thenApply(context -> {
            var sockets = context.getSocketFactory();
            var hop = proxy.map(address -> new Proxy(
                            Proxy.Type.HTTP, new InetSocketAddress(address.getHostString(), address.getPort())))
                    .orElse(Proxy.NO_PROXY);
            return uri -> {
                if (!uri.getScheme().equals("https")) {
                    return open(uri, Proxy.NO_PROXY);
                }
                var connection = (HttpsURLConnection) open(uri, hop);
                connection.setSSLSocketFactory(sockets);
                return connection;
            };
        });
    }

    /** For what is on the replica itself: never through the proxy, and no TLS. */
    public static Opener local() {
        return uri -> open(uri, Proxy.NO_PROXY);
    }

    private static HttpURLConnection open(URI uri, Proxy hop) throws IOException {
        var connection = (HttpURLConnection) uri.toURL().openConnection(hop);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    private static SSLContext context(TrustManagerFactory trusted) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), null);
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
        // At once: a certificate factory asks for one byte at a time.
        var file = new ByteArrayInputStream(Files.readAllBytes(extraAuthorities.get()));
        for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
            add(store, (X509Certificate) certificate);
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
