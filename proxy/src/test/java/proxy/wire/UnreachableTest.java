package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;
import proxy.testkit.TestAuthority;

/** Accounts that no request can be sent to: another one serves, and when there is none the client is told to come back. */
class UnreachableTest {

    private static final String HOST = "account.test";

    @TempDir
    private Path directory;

    private final TestAuthority authority = new TestAuthority();
    private final List<AutoCloseable> open = new ArrayList<>();
    private FakeUpstream good;
    private int connectMillis = 10_000;

    @BeforeEach
    void start() throws Exception {
        good = closedLater(FakeUpstream.start().ok("ok"));
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T closedLater(T resource) {
        open.add(resource);
        return resource;
    }

    private ProxyUnderTest proxy(String... endpoints) throws Exception {
        var trusted = authority.pem(directory).toString();
        return ProxyUnderTest.start(setup -> {
            setup.timeout("connectMillis", connectMillis).variable("SSL_CERT_FILE", trusted);
            for (var index = 0; index < endpoints.length; index++) {
                setup.account(endpoints[index]).priority(index + 1);
            }
        });
    }

    /** Nothing is sent to the account; {@code cause} is what operators read about it. */
    private void isLeftForAnother(String endpoint, String cause) throws Exception {
        isLeftForAnother(endpoint, "connect", cause, "no_backend", "true");
    }

    /** The same for an account with which no TLS session comes about: there is no way round, and no use in trying again. */
    private void isNotTrusted(String endpoint, String cause) throws Exception {
        isLeftForAnother(endpoint, "tls", cause, "upstream_tls", "false");
    }

    private void isLeftForAnother(String endpoint, String failure, String cause, String reason, String retry)
            throws Exception {
        try (var proxy = proxy(endpoint, good.url("ok"))) {
            var answer = proxy.call(RawClient.chat("gpt"));
            assertEquals("{\"from\":\"ok\"}", answer.body());
            assertEquals("2", answer.field("x-sluice-attempts"));
            var line = proxy.awaitEvent("\"failure\":\"" + failure + "\"");
            assertTrue(line.contains(cause), line);
        }
        try (var proxy = proxy(endpoint)) {
            var answer = proxy.call(RawClient.chat("gpt"));
            assertEquals(reason.equals("no_backend") ? 503 : 502, answer.status());
            assertEquals(reason, answer.field("x-sluice-reason"));
            assertEquals(retry, answer.field("x-should-retry"));
            assertEquals(503, proxy.call(RawClient.get("/ready")).status());
        }
    }

    private String tls(FakeUpstream upstream) {
        return "https://" + HOST + ":" + closedLater(upstream).port() + "/ok";
    }

    @Test
    void an_account_of_a_good_certificate_is_talked_to() throws Exception {
        try (var proxy =
                proxy(tls(FakeUpstream.start(authority.serverSockets(HOST)).ok("ok")))) {
            assertEquals(200, proxy.call(RawClient.chat("gpt")).status());
        }
    }

    @Test
    void a_name_that_does_not_exist() throws Exception {
        isLeftForAnother("https://no-such-account.test", "UnknownHostException");
    }

    @Test
    void a_port_that_refuses() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        isLeftForAnother("http://127.0.0.1:" + port, "Connection refused");
    }

    /** With its queue full and nobody who accepts, the system drops what comes, as a black hole in the network does. */
    @Test
    void an_address_that_says_nothing() throws Exception {
        connectMillis = 300;
        var listener = closedLater(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        try {
            for (var filled = 0; filled < 8; filled++) {
                closedLater(new Socket()).connect(listener.getLocalSocketAddress(), 200);
            }
        } catch (SocketTimeoutException e) {
            isLeftForAnother("http://127.0.0.1:" + listener.getLocalPort(), "timed out");
            return;
        }
        throw new AssertionError("the queue never was full");
    }

    @Test
    void a_certificate_of_another_name() throws Exception {
        isNotTrusted(tls(FakeUpstream.start(authority.serverSockets("other.test"))), HOST);
    }

    @Test
    void a_certificate_of_an_unknown_authority() throws Exception {
        isNotTrusted(tls(FakeUpstream.start(new TestAuthority().serverSockets(HOST))), "PKIX");
    }

    @Test
    void a_certificate_that_has_run_out() throws Exception {
        isNotTrusted(tls(FakeUpstream.start(authority.expired(HOST))), "validity");
    }

    @Test
    void a_handshake_that_nobody_answers() throws Exception {
        connectMillis = 300;
        var mute = closedLater(new ServerSocket(0, 8, InetAddress.getLoopbackAddress()));
        isNotTrusted("https://" + HOST + ":" + mute.getLocalPort(), "handshake timed out");
    }

    @Test
    void a_handshake_that_ends_at_once() throws Exception {
        var rude = closedLater(new ServerSocket(0, 8, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(() -> hangUp(rude));
        isNotTrusted("https://" + HOST + ":" + rude.getLocalPort(), "Exception");
    }

    private static void hangUp(ServerSocket listener) {
        try {
            while (true) {
                listener.accept().close();
            }
        } catch (IOException e) {
            // Closed.
        }
    }
}
