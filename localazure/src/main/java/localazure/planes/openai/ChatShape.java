package localazure.planes.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import localazure.planes.Json;

/** Chat completions. Stream order: filter results of the prompt, role, tokens, finish reason, usage when asked for. */
final class ChatShape implements Shape {
    @Override
    public Prompt prompt(JsonNode body) throws Refusal {
        JsonNode messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty()) throw Shape.invalid("messages", "[] is too short - 'messages'");
        StringBuilder all = new StringBuilder();
        String question = "";
        for (JsonNode message : messages) {
            String text = Shape.text(message.path("content"));
            all.append(text).append('\n');
            if (message.path("role").asText().equals("user")) question = text;
        }
        return new Prompt(all.toString(), question);
    }

    @Override
    public String idPrefix() {
        return "chatcmpl-";
    }

    @Override
    public ObjectNode whole(Answer answer, JsonNode body) {
        ObjectNode message = Json.object("role", "assistant", "content", answer.text(), "refusal", null);
        ObjectNode choice = Json.object(
                "index",
                0,
                "message",
                message,
                "finish_reason",
                answer.finishReason(),
                "logprobs",
                null,
                "content_filter_results",
                answer.results());
        return head(answer, "chat.completion")
                .<ObjectNode>set("choices", Json.array(choice))
                .<ObjectNode>set("prompt_filter_results", Json.array((Object[]) ContentFilter.promptResults(answer)))
                .set("usage", answer.usage());
    }

    @Override
    public List<String> opening(Answer answer) {
        ObjectNode role = Json.object("role", "assistant", "content", "", "refusal", null);
        return List.of(ContentFilter.promptEvent(answer), chunk(answer, role, null));
    }

    @Override
    public String token(Answer answer, int index) {
        return chunk(answer, Json.object("content", answer.tokens().get(index)), null);
    }

    @Override
    public List<String> closing(Answer answer) {
        List<String> events = new ArrayList<>();
        events.add(chunk(answer, Json.object(), answer.finishReason()));
        if (answer.includeUsage()) {
            ObjectNode usage = head(answer, "chat.completion.chunk");
            events.add(
                    Shape.event(usage.<ObjectNode>set("choices", Json.array()).set("usage", answer.usage())));
        }
        events.add(END);
        return events;
    }

    private static String chunk(Answer answer, ObjectNode delta, String finishReason) {
        ObjectNode choice = Json.object(
                "index",
                0,
                "delta",
                delta,
                "finish_reason",
                finishReason,
                "logprobs",
                null,
                "content_filter_results",
                finishReason == null ? ContentFilter.safe() : answer.results());
        ObjectNode chunk = head(answer, "chat.completion.chunk").set("choices", Json.array(choice));
        if (answer.includeUsage()) chunk.putNull("usage");
        return Shape.event(chunk);
    }

    private static ObjectNode head(Answer answer, String object) {
        return Json.object(
                "id", answer.id(),
                "object", object,
                "created", answer.created(),
                "model", answer.model(),
                "system_fingerprint", "fp_sluice");
    }
}
