package localazure.planes.pki;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import localazure.planes.net.HttpServer;
import localazure.planes.net.Listener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityTest {
    @TempDir
    Path folder;

    @Test
    void clients_that_trust_the_file_accept_the_names_of_the_certificate_and_no_other() throws Exception {
        SSLContext server = Authority.in(folder).server(List.of("*.openai.azure.com", "127.0.0.1", "::1"));
        try (Listener listener = HttpServer.tls("test", 0, server, exchange -> exchange.sendEmpty(200))) {
            handshake(listener.port(), "one.openai.azure.com");
            handshake(listener.port(), "127.0.0.1");
            assertThrows(SSLHandshakeException.class, () -> handshake(listener.port(), "one.example.com"));
        }
    }

    @Test
    void the_authority_is_the_same_after_a_restart_and_its_key_is_private() throws Exception {
        Authority.in(folder);
        byte[] before = Files.readAllBytes(folder.resolve("ca.pem"));
        SSLContext server = Authority.in(folder).server(List.of("127.0.0.1"));
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("ca.pem")));
        assertEquals(
                PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(folder.resolve("ca.key")));
        try (Listener listener = HttpServer.tls("test", 0, server, exchange -> exchange.sendEmpty(200))) {
            handshake(listener.port(), "127.0.0.1");
        }
    }

    @Test
    void a_key_without_its_certificate_is_what_a_kill_leaves_and_is_made_anew() throws Exception {
        Files.writeString(folder.resolve("ca.key"), "");
        Authority.in(folder).server(List.of("127.0.0.1"));
    }

    private void handshake(int port, String name) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        try (var pem = Files.newInputStream(folder.resolve("ca.pem"))) {
            keys.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (java.net.Socket plain = new java.net.Socket("127.0.0.1", port);
                SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
        }
    }
}
