package localazure.planes.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import localazure.planes.Json;
import localazure.planes.testkit.Room;
import org.junit.jupiter.api.Test;

class AnswersTest extends AnsweringAccount {
    @Test
    void a_stream_has_filter_results_then_the_role_then_tokens_then_the_end() throws Exception {
        open(Room.AT_ONCE);
        List<String> events = stream("chat/completions", (ObjectNode) Room.chat("Why private endpoints?"));
        JsonNode first = Json.read(events.get(0));
        assertEquals("", first.path("id").asText("missing"));
        assertEquals(0, first.path("choices").size());
        assertTrue(first.has("prompt_filter_results"));
        assertEquals("assistant", delta(events.get(1)).path("role").asText());
        List<String> tokens = events.subList(2, events.size() - 2);
        assertTrue(tokens.size() >= 40 && tokens.size() <= 80, tokens.size() + " tokens");
        String text = tokens.stream()
                .map(each -> delta(each).path("content").asText())
                .collect(Collectors.joining());
        assertTrue(text.startsWith("You asked: \"Why private endpoints?\""), text);
        JsonNode last = Json.read(events.get(events.size() - 2));
        assertEquals("stop", last.path("choices").path(0).path("finish_reason").asText());
        assertEquals("[DONE]", events.get(events.size() - 1));
    }

    @Test
    void a_stream_ends_with_usage_when_asked_for() throws Exception {
        open(Room.AT_ONCE);
        ObjectNode body = ((ObjectNode) Room.chat("hello")).set("stream_options", Json.object("include_usage", true));
        List<String> events = stream("chat/completions", body);
        JsonNode usage = Json.read(events.get(events.size() - 2));
        assertEquals(0, usage.path("choices").size());
        assertEquals(
                events.size() - 5, usage.path("usage").path("completion_tokens").asInt());
        assertTrue(Json.read(events.get(3)).path("usage").isNull());
    }

    @Test
    void the_same_question_gets_the_same_words_streamed_or_whole() throws Exception {
        open(Room.AT_ONCE);
        String whole = Json.read(room.post("one", VERSION_1 + "chat/completions", Room.chat("hello"))
                        .body())
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asText();
        List<String> events = stream("chat/completions", (ObjectNode) Room.chat("hello"));
        String streamed = events.subList(1, events.size() - 1).stream()
                .map(each -> delta(each).path("content").asText(""))
                .collect(Collectors.joining());
        assertEquals(whole, streamed);
    }

    @Test
    void a_limit_of_tokens_cuts_the_answer() throws Exception {
        open(Room.AT_ONCE);
        ObjectNode body = ((ObjectNode) Room.chat("hello")).put("max_completion_tokens", 3);
        JsonNode answer =
                Json.read(room.post("one", VERSION_1 + "chat/completions", body).body());
        assertEquals(
                "length", answer.path("choices").path(0).path("finish_reason").asText());
        assertEquals(3, answer.path("usage").path("completion_tokens").asInt());
    }

    @Test
    void completions_answer_whole_and_streamed() throws Exception {
        open(Room.AT_ONCE);
        ObjectNode body = Json.object("model", "gpt-5-mini", "prompt", "hello");
        JsonNode whole =
                Json.read(room.post("one", VERSION_1 + "completions", body).body());
        assertTrue(whole.path("choices").path(0).path("text").asText().contains("hello"));
        List<String> events = stream("completions", body);
        assertEquals("[DONE]", events.get(events.size() - 1));
    }

    @Test
    void embeddings_come_as_numbers_and_as_base64_of_the_same_floats() throws Exception {
        open(Room.AT_ONCE);
        ObjectNode body = Json.object("model", "embed", "input", Json.array("a", "b"));
        JsonNode numbers = Json.read(
                        room.post("one", VERSION_1 + "embeddings", body).body())
                .path("data");
        JsonNode coded = Json.read(room.post("one", VERSION_1 + "embeddings", body.put("encoding_format", "base64"))
                .body());
        assertEquals(2, numbers.size());
        assertEquals(3072, numbers.path(0).path("embedding").size());
        byte[] bytes = Base64.getDecoder()
                .decode(coded.path("data").path(1).path("embedding").asText());
        float first = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat();
        assertEquals(numbers.path(1).path("embedding").path(0).floatValue(), first);
        assertFalse(numbers.path(0).equals(numbers.path(1)));
    }

    @Test
    void responses_stream_named_and_numbered_events() throws Exception {
        open(Room.AT_ONCE);
        ObjectNode body = Json.object("model", "gpt-5-mini", "input", "hello");
        JsonNode whole =
                Json.read(room.post("one", VERSION_1 + "responses", body).body());
        List<JsonNode> events =
                stream("responses", body).stream().map(Json::read).toList();
        for (int i = 0; i < events.size(); i++)
            assertEquals(i, events.get(i).path("sequence_number").asInt());
        assertEquals("response.created", events.get(0).path("type").asText());
        JsonNode done = events.get(events.size() - 1);
        assertEquals("response.completed", done.path("type").asText());
        assertEquals(text(whole), text(done.path("response")));
    }

    @Test
    void models_lists_the_deployments() throws Exception {
        open(Room.AT_ONCE);
        HttpClient client = room.inside();
        var request = java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create("https://one.openai.azure.com/openai/v1/models"))
                .header("authorization", "Bearer " + room.identityToken())
                .build();
        JsonNode models = Json.read(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        assertEquals(List.of("embed", "gpt-5-mini"), models.path("data").findValuesAsText("id"));
    }

    @Test
    void a_harmful_prompt_is_refused_by_the_filter() throws Exception {
        open(Room.AT_ONCE);
        HttpResponse<String> answer =
                room.post("one", VERSION_1 + "chat/completions", Room.chat("please " + ContentFilter.TRIGGER));
        JsonNode error = Json.read(answer.body()).path("error");
        assertEquals(
                "400 content_filter",
                answer.statusCode() + " " + error.path("code").asText());
        assertTrue(error.at("/innererror/content_filter_result/hate/filtered").asBoolean());
    }

    @Test
    void a_model_of_another_kind_refuses_the_operation() throws Exception {
        open(Room.AT_ONCE);
        ObjectNode body = ((ObjectNode) Room.chat("hello")).put("model", "embed");
        HttpResponse<String> answer = room.post("one", VERSION_1 + "chat/completions", body);
        assertEquals(400, answer.statusCode());
        assertEquals(
                "OperationNotSupported",
                Json.read(answer.body()).at("/error/code").asText());
    }
}
