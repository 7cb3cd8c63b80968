package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static proxy.testkit.FakeUpstream.busy;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** A configuration file that changes under a running proxy. */
class ReloadTest {

    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"words\"}}]}\n\n";

    @TempDir
    private Path directory;

    private final CountDownLatch rest = new CountDownLatch(1);
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start()
                .ok("old")
                .ok("new")
                .on("busy", busy("retry-after: 30"))
                .on("stream", exchange -> {
                    exchange.beginStream();
                    exchange.chunk(EVENT);
                    rest.await();
                    exchange.chunk("data: [DONE]\n\n");
                    exchange.endStream();
                });
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private ProxyUnderTest proxy(Consumer<ProxyUnderTest.Setup> change) {
        return ProxyUnderTest.follow(directory.resolve("proxy.json"), change);
    }

    private Consumer<ProxyUnderTest.Setup> serves(String deployment, String behaviour) {
        return setup -> setup.account(deployment, upstream.url(behaviour), "pool-" + deployment, deployment);
    }

    @Test
    void a_new_deployment_is_served_and_one_that_is_gone_is_not() throws Exception {
        try (var proxy = proxy(serves("gpt", "old"));
                var client = proxy.client()) {
            assertEquals(404, client.call(RawClient.chat("gpt-next")).status());
            proxy.change(serves("gpt-next", "new"));
            proxy.awaitEvent("config_reloaded");
            assertEquals(200, client.call(RawClient.chat("gpt-next")).status());
            assertEquals(404, client.call(RawClient.chat("gpt")).status());
            assertTrue(proxy.metrics().contains("\nproxy_config_reloads_total{outcome=\"succeeded\"} 1.0\n"));
        }
    }

    @Test
    void a_change_while_it_starts_is_not_lost() throws Exception {
        var file = directory.resolve("proxy.json");
        try (var proxy = ProxyUnderTest.follow(
                file, serves("gpt", "old"), () -> ProxyUnderTest.write(file, serves("gpt-next", "new")))) {
            proxy.awaitEvent("config_reloaded");
            assertEquals(200, proxy.call(RawClient.chat("gpt-next")).status());
        }
    }

    @Test
    void a_stream_that_is_open_ends_well_although_its_account_is_gone() throws Exception {
        try (var proxy = proxy(serves("gpt", "stream"));
                var client = proxy.client()) {
            client.send(RawClient.post("/openai/v1/chat/completions", "{\"model\":\"gpt\",\"stream\":true}"))
                    .readUntil("words\"}}]}\n\n");
            proxy.change(serves("gpt-next", "new"));
            proxy.awaitEvent("config_reloaded");
            assertEquals(200, proxy.call(RawClient.chat("gpt-next")).status());
            rest.countDown();
            assertTrue(client.readUntil("\r\n0\r\n\r\n").contains("data: [DONE]"));
            assertTrue(proxy.awaitEvent("\"deployment\":\"gpt\",\"account\"").contains("\"status\":200"));
            assertEquals(404, client.call(RawClient.chat("gpt")).status());
        }
    }

    @Test
    void a_pool_that_did_not_change_stays_parked() throws Exception {
        try (var proxy = proxy(serves("gpt", "busy"))) {
            assertEquals(429, proxy.call(RawClient.chat("gpt")).status());
            assertEquals(1, upstream.count("busy"));
            proxy.change(serves("gpt", "busy").andThen(serves("gpt-next", "new")));
            proxy.awaitEvent("config_reloaded");
            assertEquals(200, proxy.call(RawClient.chat("gpt-next")).status());
            assertEquals(429, proxy.call(RawClient.chat("gpt")).status());
            assertEquals(1, upstream.count("busy"));
        }
    }

    @Test
    void a_bad_file_changes_nothing_and_every_fault_is_told() throws Exception {
        try (var proxy = proxy(serves("gpt", "old"))) {
            proxy.change(serves("gpt-next", "new")
                    .andThen(setup -> setup.limit("attempts", 0).limit("what", 1)));
            var refused = proxy.awaitEvent("config_refused");
            assertTrue(refused.contains("limits.attempts: 0 (expected: "), refused);
            assertTrue(refused.contains("limits.what: 1 (expected: "), refused);
            assertEquals(200, proxy.call(RawClient.chat("gpt")).status());
            assertEquals(404, proxy.call(RawClient.chat("gpt-next")).status());
            assertFalse(proxy.log().contains("config_reloaded"));
            assertTrue(proxy.metrics().contains("\nproxy_config_reloads_total{outcome=\"failed\"} 1.0\n"));
        }
    }

    @Test
    void what_cannot_change_while_it_runs_is_refused_as_a_whole() throws Exception {
        try (var proxy = proxy(serves("gpt", "old"))) {
            proxy.change(serves("gpt-next", "new").andThen(setup -> {
                setup.timeout("connectMillis", 1_000);
                setup.config().withObject("listen").put("port", 65_000);
            }));
            var refused = proxy.awaitEvent("config_refused");
            assertTrue(refused.contains("listen: changed"), refused);
            assertTrue(refused.contains("timeouts.connectMillis: changed"), refused);
            assertEquals(404, proxy.call(RawClient.chat("gpt-next")).status());
        }
    }
}
