package localazure.planes.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import localazure.planes.Json;
import localazure.planes.testkit.Resources;
import localazure.planes.testkit.Room;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredResponsesTest extends AnsweringAccount {
    @BeforeEach
    void open() throws Exception {
        open(Room.AT_ONCE);
    }

    private static ObjectNode ask() {
        return Json.object("model", "gpt-5-mini", "input", "hello");
    }

    private JsonNode create(ObjectNode body) throws Exception {
        HttpResponse<String> answer = room.post("one", VERSION_1 + "responses", body);
        assertEquals(200, answer.statusCode(), answer.body());
        return Json.read(answer.body());
    }

    private HttpResponse<String> call(String account, String method, String id, String part) throws Exception {
        URI uri = URI.create("https://" + account + ".openai.azure.com" + VERSION_1 + "responses/" + id + part);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("authorization", "Bearer " + room.identityToken())
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return room.inside().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_response_is_kept_and_told_until_it_is_deleted() throws Exception {
        JsonNode response = create(ask());
        String id = response.path("id").asText();
        assertEquals(response, Json.read(call("one", "GET", id, "").body()));
        JsonNode items = Json.read(call("one", "GET", id, "/input_items").body());
        assertEquals("hello", items.at("/data/0/content/0/text").asText());
        JsonNode deleted = Json.read(call("one", "DELETE", id, "").body());
        assertTrue(deleted.path("deleted").asBoolean());
        assertEquals(404, call("one", "GET", id, "").statusCode());
    }

    @Test
    void a_streamed_response_is_kept_too() throws Exception {
        JsonNode begun = Json.read(stream("responses", ask()).get(0));
        assertEquals(
                200, call("one", "GET", begun.at("/response/id").asText(), "").statusCode());
    }

    @Test
    void a_conversation_goes_on_and_what_was_said_before_counts() throws Exception {
        JsonNode first = create(ask());
        JsonNode next =
                create(ask().put("previous_response_id", first.path("id").asText()));
        assertEquals(first.path("id"), next.path("previous_response_id"));
        assertTrue(next.at("/usage/input_tokens").asInt()
                > first.at("/usage/input_tokens").asInt()
                        + first.at("/usage/output_tokens").asInt());
    }

    @Test
    void what_is_not_kept_cannot_be_gone_on_with() throws Exception {
        String id = create(ask().put("store", false)).path("id").asText();
        assertEquals(404, call("one", "GET", id, "").statusCode());
        HttpResponse<String> answer = room.post("one", VERSION_1 + "responses", ask().put("previous_response_id", id));
        assertEquals(400, answer.statusCode());
        assertEquals(
                "previous_response_not_found",
                Json.read(answer.body()).at("/error/code").asText());
    }

    @Test
    void another_account_knows_nothing_of_it() throws Exception {
        room.put(
                Resources.account("two", "eastus"),
                Resources.endpoint("two"),
                Resources.zoneGroup("two"),
                Resources.grant(Resources.OPENAI_USER, Resources.accountId("two")));
        String id = create(ask()).path("id").asText();
        assertEquals(404, call("two", "GET", id, "").statusCode());
    }

    @Test
    void only_what_runs_in_the_background_can_be_cancelled() throws Exception {
        String whole = create(ask()).path("id").asText();
        assertEquals(400, call("one", "POST", whole, "/cancel").statusCode());
        String background = create(ask().put("background", true)).path("id").asText();
        assertEquals(200, call("one", "POST", background, "/cancel").statusCode());
        assertEquals(405, call("one", "POST", whole, "").statusCode());
    }
}
