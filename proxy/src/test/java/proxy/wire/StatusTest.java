package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static proxy.testkit.FakeUpstream.busy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** What operators are told, and when the platform should send no requests. */
class StatusTest {

    @TempDir
    private Path directory;

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start()
                .ok("ok")
                .on("sick", exchange -> exchange.answer(503, "", "{}"))
                .on("busy", busy("retry-after-ms: 60000"))
                .on(
                        "told",
                        exchange -> exchange.answer(
                                200,
                                "x-ratelimit-limit-requests: 10\r\nx-ratelimit-remaining-requests: 9\r\n"
                                        + "x-ratelimit-limit-tokens: 1000\r\nx-ratelimit-remaining-tokens: 870\r\n",
                                "{}"))
                .on("slow", FakeUpstream.Exchange::awaitClose);
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private static int ready(ProxyUnderTest proxy) throws Exception {
        return proxy.call(RawClient.get("/ready")).status();
    }

    @Test
    void a_pool_tells_what_is_left_of_it() throws Exception {
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "told")) {
            proxy.call(RawClient.chat("gpt"));
            var pool = proxy.status().path("pools").path(0);
            assertEquals("pool-account-0", pool.path("pool").asText());
            assertEquals(9, pool.path("remainingRequests").asInt());
            assertEquals(870, pool.path("remainingTokens").asInt());
            assertEquals(0, pool.path("parkedMillis").asInt());
            assertEquals(0, pool.path("inFlight").asInt());
        }
    }

    @Test
    void a_pool_of_which_nothing_is_known_tells_no_number() throws Exception {
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "ok")) {
            var pool = proxy.status().path("pools").path(0);
            assertTrue(pool.path("remainingRequests").isMissingNode());
            assertTrue(pool.path("remainingTokens").isMissingNode());
        }
    }

    @Test
    void a_closed_pool_tells_for_how_long_and_the_proxy_stays_ready() throws Exception {
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "busy")) {
            assertEquals(429, proxy.call(RawClient.chat("gpt")).status());
            var parked =
                    proxy.status().path("pools").path(0).path("parkedMillis").asInt();
            assertTrue(parked > 30_000 && parked <= 60_000, "parked: " + parked);
            assertEquals(200, ready(proxy));
        }
    }

    @Test
    void what_is_under_way_is_counted_where_it_is() throws Exception {
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "slow");
                var client = proxy.client()) {
            client.send(RawClient.chat("gpt"));
            upstream.nextRequest();
            var status = proxy.status();
            assertEquals(1, status.path("requestsInFlight").asInt());
            assertEquals(1, status.path("pools").path(0).path("inFlight").asInt());
            assertEquals(1, status.path("deployments").path(0).path("inFlight").asInt());
            assertTrue(status.path("memory").path("usedBytes").asLong() > 0);
            assertTrue(status.path("memory").path("limitBytes").asLong() >= 1024 * 1024);
        }
    }

    @Test
    void another_configuration_is_another_version_and_the_same_one_elsewhere_is_not() throws Exception {
        var file = directory.resolve("config.json");
        try (var proxy = ProxyUnderTest.follow(file, setup -> setup.account(upstream.url("ok")))) {
            var first = proxy.status().path("configuration");
            assertTrue(first.path("version").asText().matches("[0-9a-f]{12}"), first.toString());
            assertTrue(first.path("ageSeconds").asLong() >= 0);
            proxy.change(setup -> setup.account(upstream.url("ok")).limit("attempts", 2));
            proxy.awaitEvent("config_reloaded");
            assertNotEquals(first.path("version").asText(), version(proxy));
            assertNotEquals(
                    first.path("since").asText(),
                    proxy.status().path("configuration").path("since").asText());
            try (var same = ProxyUnderTest.follow(directory.resolve("same.json"), setup -> {
                setup.limit("attempts", 2).account(upstream.url("ok"));
                setup.config().withObject("listen").put("host", "localhost");
            })) {
                assertEquals(version(proxy), version(same));
            }
        }
    }

    private static String version(ProxyUnderTest proxy) throws Exception {
        return proxy.status().path("configuration").path("version").asText();
    }

    @Test
    void accounts_that_all_fail_leave_the_proxy_ready_to_say_so() throws Exception {
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "sick", "sick")) {
            for (var count = 0; count < 5; count++) {
                var answer = proxy.call(RawClient.chat("gpt"));
                assertEquals(503, answer.status());
                assertEquals("no_backend", answer.field("x-sluice-reason"));
                assertEquals(200, ready(proxy));
            }
            assertTrue(proxy.status().path("notReady").isEmpty());
        }
    }

    @Test
    void a_proxy_that_can_connect_to_no_account_is_not_ready_and_says_why() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (var proxy = ProxyUnderTest.start(setup -> setup.account("http://127.0.0.1:" + port))) {
            assertEquals(200, ready(proxy));
            assertEquals(503, proxy.call(RawClient.chat("gpt")).status());
            assertEquals(503, ready(proxy));
            var status = proxy.status();
            assertFalse(status.path("ready").asBoolean());
            assertEquals("[\"no_account_in_reach\"]", status.path("notReady").toString());
            assertTrue(status.path("deployments").path(0).path("outOfReach").asBoolean());
        }
    }
}
