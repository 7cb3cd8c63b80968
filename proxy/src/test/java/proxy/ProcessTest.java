package proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import proxy.testkit.Await;
import proxy.testkit.FakeEgress;
import proxy.testkit.FakeEntra;
import proxy.testkit.FakeUpstream;
import proxy.testkit.RawClient;
import proxy.testkit.TestAuthority;

/** The proxy as the image runs it: a process of its own with only the modules that are linked into its runtime. */
@Timeout(60)
class ProcessTest {

    private static final String HOST = "oai-a.openai.azure.com";
    private static final String ENTRA = "login.microsoftonline.com";

    @TempDir
    private Path directory;

    @Test
    void it_serves_through_the_egress_proxy_and_ends_with_0_on_sigterm() throws Exception {
        var entra = new FakeEntra("key-1");
        var authority = new TestAuthority();
        try (var account = FakeUpstream.start(authority.serverSockets(HOST)).ok("openai");
                var issuer = FakeUpstream.start(authority.serverSockets(ENTRA))
                        .on(FakeEntra.TENANT, exchange -> exchange.answer(200, "", entra.jwks()));
                var platform = FakeUpstream.start()
                        .on(
                                "msi",
                                exchange -> exchange.answer(
                                        200, "", "{\"access_token\":\"t\",\"expires_on\":\"4102444800\"}"));
                var egress =
                        new FakeEgress().lead(HOST + ":443", account.port()).lead(ENTRA + ":443", issuer.port())) {
            var process = start(Map.of(
                    "PROXY_CONFIG",
                    config(),
                    "PROXY_LISTEN_HOST",
                    "127.0.0.1",
                    "PROXY_LISTEN_PORT",
                    "0",
                    "PROXY_LISTEN_MANAGEMENT_PORT",
                    "0",
                    "IDENTITY_ENDPOINT",
                    platform.url("msi/token"),
                    "IDENTITY_HEADER",
                    "secret",
                    "HTTPS_PROXY",
                    egress.url(),
                    "SSL_CERT_FILE",
                    authority.pem(directory).toString()));
            try (var out = process.inputReader(StandardCharsets.UTF_8)) {
                var port = port(out);
                Await.until(() -> ready(port));
                try (var client = new RawClient(port)) {
                    var token = entra.token(Instant.now(), claims -> {});
                    var answer = client.call(RawClient.chat("gpt", "Authorization: Bearer " + token));
                    assertEquals(200, answer.status(), answer.body());
                }
                process.toHandle().destroy();
                assertTrue(process.waitFor(30, TimeUnit.SECONDS));
                assertEquals(0, process.exitValue());
                awaitLine(out, "\"event\":\"stopped\"");
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void a_bad_configuration_ends_it_with_2_and_every_fault() throws Exception {
        var process = start(Map.of("PROXY_CONFIG", "{\"credential\":\"none\",\"callers\":\"none\",\"x\":1}"));
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(2, process.exitValue());
        assertEquals(
                6,
                process.errorReader()
                        .lines()
                        .filter(line -> line.contains(" (expected: "))
                        .count());
    }

    @Test
    void authorities_that_are_none_end_it_with_1_and_name_the_file() throws Exception {
        var file = Files.writeString(
                directory.resolve("authorities.pem"),
                "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n");
        var process = start(Map.of(
                "PROXY_CONFIG",
                withoutCallers(),
                "PROXY_LISTEN_HOST",
                "127.0.0.1",
                "PROXY_LISTEN_PORT",
                "0",
                "PROXY_LISTEN_MANAGEMENT_PORT",
                "0",
                "SSL_CERT_FILE",
                file.toString()));
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        var said = process.errorReader().readAllAsString();
        assertTrue(said.contains("SSL_CERT_FILE: " + file + " (expected: certificates in PEM form)"), said);
        assertEquals(1, process.exitValue());
    }

    @Test
    void a_taken_port_ends_it_with_1_and_names_the_address() throws Exception {
        try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var process = start(Map.of(
                    "PROXY_CONFIG",
                    withoutCallers(),
                    "PROXY_LISTEN_HOST",
                    "127.0.0.1",
                    "PROXY_LISTEN_PORT",
                    "" + taken.getLocalPort(),
                    "PROXY_LISTEN_MANAGEMENT_PORT",
                    "0"));
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(1, process.exitValue());
            var said = process.errorReader().readAllAsString();
            assertTrue(said.contains("127.0.0.1:" + taken.getLocalPort() + " (expected: "), said);
        }
    }

    private static String withoutCallers() {
        return config().replaceFirst(
                        "\"credential.*?},\"callers.*?},", "\"credential\":\"none\",\"callers\":\"none\",");
    }

    private static String config() {
        return "{\"timeouts\":{\"drainSeconds\":1},\"credential\":{\"managedIdentityClientId\":\"c\"},\"callers\":{\"tenantId\":\""
                + FakeEntra.TENANT
                + "\",\"audience\":\"" + FakeEntra.AUDIENCE
                + "\"},\"pools\":[{\"id\":\"p\",\"requestsPerMinute\":0,\"tokensPerMinute\":0}],"
                + "\"accounts\":[{\"name\":\"a\",\"endpoint\":\"https://" + HOST + "\"}],"
                + "\"deployments\":[{\"name\":\"gpt\",\"account\":\"a\",\"pool\":\"p\"}]}";
    }

    private Process start(Map<String, String> variables) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--limit-modules",
                System.getProperty("runtime.modules"),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "proxy.Main"));
        var builder = new ProcessBuilder(command)
                .directory(Files.createTempDirectory(directory, "run").toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder.start();
    }

    private static boolean ready(int port) {
        try (var client = new RawClient(port)) {
            return client.call(RawClient.get("/ready")).status() == 200;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int port(BufferedReader out) throws IOException {
        var line = awaitLine(out, "listening on http://127.0.0.1:");
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    private static String awaitLine(BufferedReader out, String text) throws IOException {
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("ended without: " + text);
    }
}
