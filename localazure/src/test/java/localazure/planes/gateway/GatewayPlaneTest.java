package localazure.planes.gateway;

import static localazure.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import localazure.arm.ArmException;
import localazure.planes.net.EventStream;
import localazure.planes.net.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GatewayPlaneTest {
    @TempDir
    Path stateDir;

    private GatewayRoom room;
    private final AtomicInteger readiness = new AtomicInteger(200);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();

    @BeforeEach
    void open() throws Exception {
        room = new GatewayRoom(stateDir);
        room.serve(GatewayRoom.PROXY, this::proxy);
        room.serve(GatewayRoom.ACCOUNT, exchange -> exchange.sendText(200, "text/plain", "account " + exchange.path()));
    }

    @AfterEach
    void close() {
        release.countDown();
        room.close();
    }

    private void proxy(Exchange exchange) throws IOException {
        switch (exchange.path()) {
            case "/ready" -> exchange.sendEmpty(readiness.get());
            case "/slow" -> {
                exchange.body().readAllBytes();
                gone.complete(exchange.goneWithin(Duration.ofSeconds(5)));
            }
            case "/stream" -> {
                EventStream events = exchange.stream(200, "text/event-stream");
                events.write("first");
                await(release);
                events.write(" last");
                events.end();
            }
            default -> {
                String text = exchange.method() + " " + exchange.path() + "?" + exchange.query() + " "
                        + exchange.host() + " "
                        + exchange.header("authorization").orElse("") + " "
                        + exchange.header("x-forwarded-proto").orElse("") + " "
                        + exchange.body().readAllBytes().length;
                exchange.set("x-request-id", "7").sendText(200, "text/plain", text);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> send(String path, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(room.url() + path))
                .header("authorization", "Bearer t")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return room.client().send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String path) throws Exception {
        return send(path, new byte[3]);
    }

    @Test
    void a_request_reaches_the_proxy_as_it_was_and_its_answer_comes_back() throws Exception {
        room.plane.apply(GatewayRoom.gateway(false, 20));
        HttpResponse<String> answer = send("/openai/v1/x?a=b");
        assertEquals("POST /openai/v1/x?a=b " + GatewayRoom.PROXY + " Bearer t https 3", answer.body());
        assertEquals("7", answer.headers().firstValue("x-request-id").orElseThrow());
    }

    @Test
    void the_direct_path_leads_to_an_account_without_its_prefix() throws Exception {
        room.plane.apply(GatewayRoom.gateway(false, 20));
        assertEquals("account /openai/models", send("/direct/openai/models").body());
    }

    @Test
    void a_stream_is_passed_on_as_it_comes_when_buffering_is_off() throws Exception {
        room.plane.apply(GatewayRoom.gateway(false, 20));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(room.url() + "/stream")).build();
        try (InputStream in =
                room.client().send(request, BodyHandlers.ofInputStream()).body()) {
            assertEquals("first", new String(in.readNBytes(5), StandardCharsets.UTF_8));
            release.countDown();
            assertEquals(" last", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_stream_is_held_to_its_end_when_buffering_is_on() throws Exception {
        room.plane.apply(GatewayRoom.gateway(true, 20));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(room.url() + "/stream")).build();
        CompletableFuture<HttpResponse<InputStream>> answer =
                room.client().sendAsync(request, BodyHandlers.ofInputStream());
        assertThrows(TimeoutException.class, () -> answer.get(500, TimeUnit.MILLISECONDS));
        release.countDown();
        assertEquals("first last", new String(answer.get().body().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void a_stream_that_falls_silent_is_broken_off() throws Exception {
        room.plane.apply(GatewayRoom.gateway(false, 1));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(room.url() + "/stream")).build();
        InputStream in =
                room.client().send(request, BodyHandlers.ofInputStream()).body();
        assertThrows(IOException.class, in::readAllBytes);
    }

    @Test
    void a_backend_that_takes_too_long_is_504() throws Exception {
        room.plane.apply(GatewayRoom.gateway(false, 1));
        assertEquals(504, send("/slow").statusCode());
    }

    @Test
    void a_client_that_leaves_before_the_answer_takes_its_request_with_it() throws Exception {
        room.plane.apply(GatewayRoom.gateway(false, 20));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(room.url() + "/slow")).build();
        CompletableFuture<HttpResponse<String>> answer = room.client().sendAsync(request, BodyHandlers.ofString());
        assertThrows(TimeoutException.class, () -> answer.get(300, TimeUnit.MILLISECONDS));
        answer.cancel(true);
        assertTrue(gone.get(), "the backend waited to the end");
    }

    @Test
    void without_a_healthy_backend_it_is_502_until_one_is_ready_again() throws Exception {
        readiness.set(503);
        room.store.put(GatewayRoom.policy(Integer.MAX_VALUE, 2000));
        room.plane.apply(GatewayRoom.gateway(false, 20));
        assertEquals(502, send("/x").statusCode());
        assertEquals(200, send("/direct/x").statusCode());
        readiness.set(200);
        eventually("the probe finds it", () -> send("/x").statusCode() == 200);
        readiness.set(503);
        eventually("the probe misses it", () -> send("/x").statusCode() == 502);
    }

    @Test
    void a_name_that_leads_nowhere_from_its_network_is_502() throws Exception {
        var gateway = GatewayRoom.gateway(false, 20);
        ((ObjectNode) gateway.inputs().at("/gatewayIPConfigurations/0/subnet"))
                .put("id", "/other/network/subnets/gateway");
        room.plane.apply(gateway);
        assertEquals(502, send("/x").statusCode());
    }

    @Test
    void a_body_over_the_limit_is_refused() throws Exception {
        room.store.put(GatewayRoom.policy(100, 8));
        room.plane.apply(GatewayRoom.gateway(false, 20));
        assertEquals(200, send("/x", new byte[8 * 1024]).statusCode());
        assertEquals(413, send("/x", new byte[8 * 1024 + 1]).statusCode());
    }

    @Test
    void a_client_has_its_share_of_each_minute() throws Exception {
        room.store.put(GatewayRoom.policy(2, 8));
        room.plane.apply(GatewayRoom.gateway(false, 20));
        assertEquals(200, send("/x").statusCode());
        assertEquals(200, send("/x").statusCode());
        assertEquals(403, send("/x").statusCode());
        room.clock.advance(Duration.ofMinutes(1));
        assertEquals(200, send("/x").statusCode());
    }

    @Test
    void an_update_keeps_the_port_and_so_does_a_restart() throws Exception {
        room.plane.apply(GatewayRoom.gateway(false, 20));
        String url = room.url();
        room.plane.apply(GatewayRoom.gateway(true, 1));
        assertEquals(url, room.url());
        assertEquals(504, send("/slow").statusCode());
        room.plane.close();
        room.open();
        room.plane.apply(GatewayRoom.gateway(false, 20));
        assertEquals(url, room.url());
        room.plane.remove(GatewayRoom.gateway(false, 20));
        assertTrue(room.plane.place("ai.example.com").isEmpty());
    }

    @Test
    void it_is_found_by_the_names_of_its_certificate_alone() {
        room.plane.apply(GatewayRoom.gateway(false, 20));
        assertTrue(room.plane.place("ai.example.com").isPresent());
        assertTrue(room.plane.place("ai.deeper.example.com").isEmpty());
        assertTrue(room.plane.place("example.com").isEmpty());
    }

    @Test
    void a_secret_without_a_certificate_is_refused() {
        room.store.put(GatewayRoom.secret("bm90IGEgcGZ4"));
        ArmException refused = assertThrows(ArmException.class, () -> room.plane.apply(GatewayRoom.gateway(false, 20)));
        assertEquals("ApplicationGatewayKeyVaultSecretException", refused.code());
    }

    @Test
    void requests_and_hosts_are_measured_under_azures_names() throws Exception {
        room.plane.apply(GatewayRoom.gateway(false, 1));
        send("/x");
        send("/slow");
        eventually("both are counted", () -> room.metrics.getOrDefault("TotalRequests[proxy~proxy]", 0.0) == 2);
        for (Map.Entry<String, Double> wanted : Map.of(
                        "FailedRequests[proxy~proxy]", 1.0,
                        "ResponseStatus[2xx]", 1.0,
                        "ResponseStatus[5xx]", 1.0,
                        "HealthyHostCount[proxy~proxy]", 1.0,
                        "UnhealthyHostCount[proxy~proxy]", 0.0)
                .entrySet()) {
            assertEquals(wanted.getValue(), room.metrics.get(wanted.getKey()), wanted.getKey());
        }
        assertNotEquals(null, room.metrics.get("HealthyHostCount[accounts~accounts]"));
        List<String> backends = room.metrics.keySet().stream()
                .filter(each -> each.startsWith("BackendFirstByteResponseTime"))
                .toList();
        assertEquals(1, backends.size(), "one backend answered");
        assertTrue(backends.get(0).contains(GatewayRoom.PROXY), backends.get(0));
    }
}
