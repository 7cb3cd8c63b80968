package bench.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bench.load.Arrival;
import bench.load.Connections;
import bench.load.OpenLoad;
import bench.load.Outcome;
import bench.quota.Limits;
import bench.wire.Loop;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The accounts over their sockets, with the load generator as client. */
@Timeout(30)
class SimulatorTest {

    private static final Behaviour QUICK = Behaviour.METERED.latency(1, 0).stream(4, 1);

    /** Making its key takes a while. */
    private static final Issuer ISSUER = new Issuer();

    private final Loop loop = new Loop();
    private Fleet fleet;
    private Simulator simulator;
    private int controlPort;

    @BeforeEach
    void start() throws IOException {
        fleet = new Fleet(
                List.of(new Fleet.Account("A", freePort(), 0)),
                List.of(new Fleet.Pool("pool-1", new Limits(60, 3_000))));
        simulator = Simulator.start(fleet, loop);
        controlPort = freePort();
        Control.listen(loop, controlPort, simulator, ISSUER);
        behave(QUICK);
    }

    @AfterEach
    void stop() {
        simulator.close();
        loop.close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void behave(Behaviour behaviour) {
        loop.call(() -> {
            simulator.behave(behaviour);
            return null;
        });
    }

    private List<Outcome> ask(Arrival... arrivals) throws Exception {
        return ask(5_000, arrivals);
    }

    private List<Outcome> ask(long patienceMillis, Arrival... arrivals) throws Exception {
        var outcomes = new ArrayList<Outcome>();
        var connections =
                new Connections(loop, () -> fleet.accounts().getFirst().port());
        new OpenLoad(connections, List.of(arrivals), System.nanoTime(), patienceMillis, "", outcomes::add)
                .run(loop.loop())
                .get(20, TimeUnit.SECONDS);
        return outcomes;
    }

    private static Arrival whole(int id, int tokens) {
        return new Arrival(id, 0, tokens / 2, tokens - tokens / 2, false);
    }

    private static Arrival stream(int id) {
        return new Arrival(id, 0, 5, 5, true);
    }

    private long count(ToLongFunction<Tally> read) {
        return loop.call(() -> read.applyAsLong(simulator.tally()));
    }

    @Test
    void tokens_are_counted_as_they_were_asked_for_and_a_refusal_says_how_long() throws Exception {
        assertEquals(200, ask(whole(0, 900)).getFirst().status());
        var refused = ask(whole(1, 200)).getFirst();
        assertEquals(429, refused.status());
        var wait = refused.head().number("retry-after-ms");
        assertTrue(wait > 0 && wait <= 20_000, "wait " + wait);
        assertEquals((wait + 999) / 1_000, refused.head().number("retry-after"));
        assertEquals(100, refused.head().number("x-ratelimit-remaining-tokens"));
        assertEquals(9, refused.head().number("x-ratelimit-remaining-requests"));
        assertEquals(200, ask(whole(2, 100)).getFirst().status());
        assertEquals(3, count(it -> it.attempts[0]));
        assertEquals(2, count(it -> it.admitted[0]));
        assertEquals(1, count(it -> it.refused[0]));
    }

    @Test
    void what_cannot_fit_inside_the_pools_own_wait_is_counted_and_what_fits_is_not() throws Exception {
        ask(whole(0, 900));
        ask(whole(1, 200));
        assertEquals(0, count(it -> it.insideWait));
        ask(whole(2, 200));
        assertEquals(1, count(it -> it.insideWait));
        ask(whole(3, 50));
        assertEquals(1, count(it -> it.insideWait));
    }

    @Test
    void a_request_that_two_attempts_were_admitted_for_is_paid_twice() throws Exception {
        ask(whole(7, 10), whole(7, 10), whole(8, 10));
        assertEquals(1, count(it -> it.paidTwice));
    }

    @Test
    void a_stream_has_its_events_and_its_end() throws Exception {
        var outcome = ask(stream(0)).getFirst();
        assertTrue(outcome.good(), outcome.toString());
        assertEquals("text/event-stream", outcome.head().field("content-type"));
    }

    @ParameterizedTest
    @CsvSource({
        "error, false, 500",
        "reset, false, -1",
        "hang, false, -2",
        "black-hole, false, -2",
        "cut, false, -1",
        "cut, true, -1",
        "no-quota, false, 429"
    })
    void faults_show_as_they_are_named(String kind, boolean streamed, int status) throws Exception {
        control("POST", "/faults", "{\"pool\":\"pool-1\",\"kind\":\"" + kind + "\"}");
        var asked = streamed ? stream(0) : whole(0, 10);
        assertEquals(status, ask(300, asked).getFirst().status());
        control("DELETE", "/faults", "");
        assertTrue(ask(asked).getFirst().good());
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void an_error_inside_a_200_is_told_apart(boolean streamed) throws Exception {
        control("POST", "/faults", "{\"pool\":\"pool-1\",\"kind\":\"error-in-200\"}");
        var outcome = ask(streamed ? stream(0) : whole(0, 10)).getFirst();
        assertEquals(200, outcome.status());
        assertTrue(outcome.errorEvent());
    }

    @Test
    void a_client_that_leaves_in_the_middle_of_an_answer_is_counted() throws Exception {
        behave(Behaviour.INSTANT.stream(1_000, 20));
        var endless = new Arrival(0, 0, 5, 1_000, true);
        assertEquals(Outcome.TIMED_OUT, ask(200, endless).getFirst().status());
        while (count(it -> it.abandoned) == 0) {
            Thread.onSpinWait();
        }
        assertEquals(1, count(it -> it.abandoned));
    }

    @Test
    void behaviour_changes_by_field_and_tells_all_of_it() throws Exception {
        var told = new JsonMapper().readTree(control("POST", "/behaviour", "{\"manner\":\"MINUTES\",\"chunks\":3}"));
        assertEquals("MINUTES", told.path("manner").asText());
        assertEquals(3, told.path("chunks").asInt());
        assertEquals(1, told.path("latencyMillis").asInt());
        assertTrue(
                control("POST", "/faults", "{\"pool\":\"x\",\"kind\":\"cut\"}").contains("pool: x"));
    }

    @Test
    void a_token_is_signed_by_the_key_of_the_set() throws Exception {
        var json = new JsonMapper();
        var parts = json.readTree(control("GET", "/token", ""))
                .path("token")
                .asText()
                .split("\\.");
        var key = json.readTree(control("GET", "/keys", "")).path("keys").path(0);
        var decoder = Base64.getUrlDecoder();
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        new BigInteger(1, decoder.decode(key.path("n").asText())),
                        new BigInteger(1, decoder.decode(key.path("e").asText())))));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertTrue(signature.verify(decoder.decode(parts[2])));
        assertEquals(
                Issuer.AUDIENCE,
                json.readTree(decoder.decode(parts[1])).path("aud").asText());
    }

    @Test
    void faults_have_names_that_exist() {
        assertThrows(IllegalArgumentException.class, () -> Fault.of("storm"));
        for (var fault : Fault.values()) {
            assertEquals(fault, Fault.of(fault.word()));
        }
    }

    private String control(String method, String path, String body) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controlPort + path))
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
