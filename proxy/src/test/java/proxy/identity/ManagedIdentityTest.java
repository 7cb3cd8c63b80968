package proxy.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import proxy.config.ProxyConfig;
import proxy.io.EncodedField;
import proxy.observe.Events;
import proxy.testkit.ManualClock;

class ManagedIdentityTest {

    private final ManualClock clock = new ManualClock();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Events events = new Events(log, clock);
    private final List<Duration> waits = new ArrayList<>();
    private Runnable next;
    private int fetches;
    private CompletableFuture<JsonNode> answer;
    private final ManagedIdentity identity = new ManagedIdentity(
            () -> {
                fetches++;
                return answer;
            },
            (task, wait) -> {
                next = task;
                waits.add(wait);
            },
            clock,
            events);

    @AfterEach
    void close() {
        events.close();
    }

    private CompletableFuture<JsonNode> token(String value, long seconds) throws IOException {
        var expiresOn = clock.instant().plusSeconds(seconds).getEpochSecond();
        return CompletableFuture.completedFuture(new JsonMapper()
                .readTree("{\"access_token\":\"" + value + "\",\"expires_on\":\"" + expiresOn
                        + "\",\"token_type\":\"Bearer\"}"));
    }

    private String authorization() {
        return new String(identity.authorization().orElseThrow().line(), StandardCharsets.ISO_8859_1);
    }

    private void passTo(Duration wait) {
        clock.pass(wait);
        next.run();
    }

    @Test
    void there_is_no_credential_before_the_first_token() throws Exception {
        answer = new CompletableFuture<>();
        identity.start();
        assertFalse(identity.ready());
        answer.complete(token("t1", 86_400).join());
        assertTrue(identity.ready());
        assertEquals("authorization: Bearer t1\r\n", authorization());
    }

    @Test
    void a_token_is_renewed_when_three_quarters_of_its_life_are_over() throws Exception {
        answer = token("t1", 3_600);
        identity.start();
        assertEquals(List.of(Duration.ofMinutes(45)), waits);
        clock.pass(Duration.ofMinutes(45));
        answer = token("t2", 3_600);
        next.run();
        assertEquals("authorization: Bearer t2\r\n", authorization());
        assertEquals(2, fetches);
    }

    @Test
    void while_renewing_fails_the_old_token_serves_until_it_expires() throws Exception {
        answer = token("t1", 3_600);
        identity.start();
        answer = CompletableFuture.failedFuture(new IOException("down"));
        passTo(Duration.ofMinutes(45));
        passTo(Duration.ofSeconds(1));
        passTo(Duration.ofSeconds(2));
        assertEquals(
                List.of(Duration.ofMinutes(45), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4)),
                waits);
        assertTrue(identity.ready());
        clock.pass(Duration.ofMinutes(15));
        assertFalse(identity.ready());
    }

    @Test
    void an_answer_without_a_token_is_a_failure() throws Exception {
        answer = CompletableFuture.completedFuture(new JsonMapper().readTree("{\"expires_on\":\"1\"}"));
        identity.start();
        assertFalse(identity.ready());
        assertEquals(List.of(Duration.ofSeconds(1)), waits);
    }

    @Test
    void a_refused_token_is_renewed_once_but_not_right_after_a_renewal() throws Exception {
        answer = token("t1", 3_600);
        identity.start();
        identity.refused();
        assertEquals(1, fetches);
        clock.pass(Duration.ofMinutes(1));
        answer = new CompletableFuture<>();
        identity.refused();
        identity.refused();
        assertEquals(2, fetches);
        answer.complete(token("t2", 3_600).join());
        assertEquals("authorization: Bearer t2\r\n", authorization());
    }

    @Test
    void an_endpoint_that_refuses_is_left_alone_for_a_time_that_grows_however_many_tokens_are_refused()
            throws Exception {
        answer = token("t1", 3_600);
        identity.start();
        clock.pass(Duration.ofMinutes(1));
        answer = CompletableFuture.failedFuture(new IOException("down"));
        for (var seconds = 0; seconds < 60; seconds++) {
            for (var request = 0; request < 10; request++) {
                assertFalse(identity.another(shown("t1")).join());
            }
            clock.pass(Duration.ofSeconds(1));
        }
        assertEquals(1 + 6, fetches, "one a start, then after 1, 2, 4, 8, 16 s");
    }

    private static Optional<EncodedField> shown(String token) {
        return Optional.of(new EncodedField("authorization", "Bearer " + token));
    }

    @Test
    void another_token_is_there_once_a_refused_one_is_renewed() throws Exception {
        answer = token("t1", 3_600);
        identity.start();
        clock.pass(Duration.ofMinutes(1));
        answer = new CompletableFuture<>();
        var first = identity.another(shown("t1"));
        var second = identity.another(shown("t1"));
        assertFalse(first.isDone() || second.isDone());
        answer.complete(token("t2", 3_600).join());
        assertTrue(first.join() && second.join());
        assertEquals(2, fetches);
        assertTrue(identity.another(shown("t1")).join());
        assertEquals(2, fetches);
    }

    @Test
    void there_is_no_other_token_when_it_is_fresh_or_renewing_fails_or_brings_the_same() throws Exception {
        answer = token("t1", 3_600);
        identity.start();
        assertFalse(identity.another(shown("t1")).join());
        assertEquals(1, fetches);
        clock.pass(Duration.ofMinutes(1));
        answer = CompletableFuture.failedFuture(new IOException("down"));
        assertFalse(identity.another(shown("t1")).join());
        clock.pass(Duration.ofSeconds(2));
        answer = token("t1", 3_600);
        assertFalse(identity.another(shown("t1")).join());
        assertEquals(3, fetches);
    }

    @Test
    void no_event_carries_a_token() throws Exception {
        answer = token("secret-token", 3_600);
        identity.start();
        events.close();
        assertTrue(log.toString(StandardCharsets.UTF_8).contains("identity_token_renewed"));
        assertFalse(log.toString(StandardCharsets.UTF_8).contains("secret-token"));
    }

    @Test
    void the_request_is_the_one_that_the_platform_documents() {
        var credential = new ProxyConfig.Credential.ManagedIdentity("client 1", "https://cognitiveservices.azure.com");
        var request =
                ManagedIdentity.request(URI.create("http://localhost:42356/msi/token"), "header-secret", credential);
        assertEquals(
                "http://localhost:42356/msi/token?resource=https%3A%2F%2Fcognitiveservices.azure.com"
                        + "&api-version=2019-08-01&client_id=client+1",
                request.uri().toString());
        assertEquals(Map.of("X-IDENTITY-HEADER", "header-secret"), request.fields());
        assertFalse(request.toString().contains("header-secret"));
    }
}
