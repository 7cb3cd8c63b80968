package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import proxy.testkit.FakeEgress;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;
import proxy.testkit.TestAuthority;

class EgressTest {

    private static final String HOST = "oai-a.openai.azure.com";

    @TempDir
    private Path directory;

    private final TestAuthority authority = new TestAuthority();
    private FakeEgress egress;
    private FakeUpstream upstream;
    private String pem;

    @BeforeEach
    void start() throws Exception {
        egress = new FakeEgress();
        pem = authority.pem(directory).toString();
    }

    @AfterEach
    void stop() throws Exception {
        egress.close();
        if (upstream != null) {
            upstream.close();
        }
    }

    private ProxyUnderTest proxy(String certifiedName, String trusted) throws Exception {
        upstream = FakeUpstream.start(authority.serverSockets(certifiedName)).ok("openai");
        egress.lead(HOST + ":443", upstream.port());
        return ProxyUnderTest.start(setup -> {
            setup.account("https://" + HOST).variable("HTTPS_PROXY", egress.url());
            if (trusted != null) {
                setup.variable("SSL_CERT_FILE", trusted);
            }
        });
    }

    @Test
    void accounts_are_reached_through_a_tunnel_with_their_name_verified() throws Exception {
        try (var proxy = proxy(HOST, pem);
                var client = proxy.client()) {
            assertEquals(200, client.call(RawClient.chat("gpt")).status());
            assertEquals(200, client.call(RawClient.chat("gpt")).status());
            assertEquals(List.of(HOST + ":443"), egress.asked());
            assertTrue(upstream.nextRequest().head().contains("\r\nhost: " + HOST + "\r\n"));
        }
    }

    @Test
    void an_account_of_another_name_is_not_talked_to() throws Exception {
        try (var proxy = proxy("oai-b.openai.azure.com", pem)) {
            assertEquals("upstream_tls", proxy.call(RawClient.chat("gpt")).field("x-sluice-reason"));
            assertEquals(List.of(HOST + ":443"), egress.asked());
            assertEquals(0, upstream.count("openai"));
        }
    }

    @Test
    void an_account_of_an_unknown_authority_is_not_talked_to() throws Exception {
        try (var proxy = proxy(HOST, null)) {
            assertEquals("upstream_tls", proxy.call(RawClient.chat("gpt")).field("x-sluice-reason"));
            assertEquals(List.of(HOST + ":443"), egress.asked());
            assertEquals(0, upstream.count("openai"));
        }
    }

    @Test
    void a_name_that_the_egress_proxy_refuses_counts_as_a_failed_connection() throws Exception {
        try (var proxy = ProxyUnderTest.start(
                setup -> setup.account("https://unknown.openai.azure.com").variable("HTTPS_PROXY", egress.url()))) {
            assertEquals("no_backend", proxy.call(RawClient.chat("gpt")).field("x-sluice-reason"));
            assertEquals(List.of("unknown.openai.azure.com:443"), egress.asked());
        }
    }

    @Test
    void a_stream_comes_through_the_tunnel_chunk_by_chunk() throws Exception {
        try (var proxy = proxy(HOST, pem);
                var client = proxy.client()) {
            upstream.on("openai", exchange -> {
                exchange.beginStream();
                exchange.chunk("data: 1\n\n");
                exchange.awaitClose();
            });
            client.send(RawClient.chat("gpt")).readUntil("data: 1\n\n");
        }
    }
}
