package localazure.planes.openai;

import static localazure.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import localazure.planes.Json;
import localazure.planes.testkit.Room;
import org.junit.jupiter.api.Test;

class BrokenOffTest extends AnsweringAccount {
    @Test
    void a_client_that_leaves_a_stream_cancels_it_at_once() throws Exception {
        open(new Latency(Duration.ZERO, Duration.ofHours(1)));
        ObjectNode body = ((ObjectNode) Room.chat("hello")).put("stream", true);
        HttpResponse<InputStream> answer = room.inside()
                .send(
                        Room.request("one", VERSION_1 + "chat/completions", body, room.identityToken()),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertTrue(answer.body().read() > 0);
        assertEquals(0, cancelled());
        answer.body().close();
        eventually("the stream counts as cancelled", () -> cancelled() == 1);
        assertEquals(
                1,
                room.status()
                        .path("requests")
                        .path("recent")
                        .path(0)
                        .path("tokens")
                        .asInt());
    }

    @Test
    void a_client_that_leaves_before_the_first_token_cancels_too() throws Exception {
        open(new Latency(Duration.ofHours(1), Duration.ZERO));
        HttpClient client = room.inside();
        var pending = client.sendAsync(
                Room.request("one", VERSION_1 + "chat/completions", Room.chat("hello"), room.identityToken()),
                HttpResponse.BodyHandlers.ofString());
        eventually(
                "the request is admitted",
                () -> room.status().path("pools").path(0).path("usedRequests").asInt() == 1);
        pending.cancel(true);
        eventually("it counts as cancelled", () -> cancelled() == 1);
    }

    @Test
    void a_status_fault_hits_as_many_requests_as_asked_for() throws Exception {
        open(Room.AT_ONCE);
        ObjectNode fault = Json.object("account", "one", "kind", "status", "status", 503, "millis", 1500, "count", 1);
        room.api("POST", "/api/faults", fault);
        HttpResponse<String> answer = room.post("one", VERSION_1 + "chat/completions", Room.chat("hello"));
        assertEquals(503, answer.statusCode());
        assertEquals("1500", answer.headers().firstValue("retry-after-ms").orElseThrow());
        assertEquals(
                200,
                room.post("one", VERSION_1 + "chat/completions", Room.chat("hello"))
                        .statusCode());
        assertEquals(0, room.api("GET", "/api/faults", Json.object()).size());
    }

    @Test
    void a_reset_fault_breaks_the_connection_until_it_is_cleared() throws Exception {
        open(Room.AT_ONCE);
        room.api("POST", "/api/faults", Json.object("account", "one", "kind", "reset"));
        for (int i = 0; i < 2; i++) {
            assertThrows(IOException.class, () -> room.post("one", VERSION_1 + "chat/completions", Room.chat("hello")));
        }
        room.api("DELETE", "/api/faults", Json.object());
        assertEquals(
                200,
                room.post("one", VERSION_1 + "chat/completions", Room.chat("hello"))
                        .statusCode());
    }

    @Test
    void a_hang_fault_ends_when_the_client_leaves() throws Exception {
        open(Room.AT_ONCE);
        room.api("POST", "/api/faults", Json.object("account", "one", "kind", "hang", "count", 1));
        var pending = room.inside()
                .sendAsync(
                        Room.request("one", VERSION_1 + "chat/completions", Room.chat("hello"), room.identityToken()),
                        HttpResponse.BodyHandlers.ofString());
        eventually(
                "the fault is used up",
                () -> room.api("GET", "/api/faults", Json.object()).isEmpty());
        assertFalse(pending.isDone());
        pending.cancel(true);
        eventually("it counts as cancelled", () -> cancelled() == 1);
    }
}
