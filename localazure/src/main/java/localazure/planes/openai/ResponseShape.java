package localazure.planes.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import localazure.planes.Json;

/** The Responses API. Its events are named and numbered, and there is no closing marker. */
final class ResponseShape implements Shape {
    private static final int EVENTS_BEFORE_TOKENS = 4;

    @Override
    public Prompt prompt(JsonNode body) throws Refusal {
        JsonNode input = body.path("input");
        if (input.isMissingNode()) throw Shape.invalid("input", "Missing required parameter: 'input'.");
        if (!input.isArray()) return new Prompt(body.path("instructions").asText("") + input.asText(), input.asText());
        StringBuilder all = new StringBuilder(body.path("instructions").asText(""));
        String question = "";
        for (JsonNode item : input) {
            String text = Shape.text(item.path("content"));
            all.append(text).append('\n');
            if (item.path("role").asText().equals("user")) question = text;
        }
        return new Prompt(all.toString(), question);
    }

    @Override
    public String idPrefix() {
        return "resp_";
    }

    @Override
    public ObjectNode whole(Answer answer, JsonNode body) {
        return response(
                        answer,
                        answer.truncated() || answer.blocked() ? "incomplete" : "completed",
                        Json.array(item(answer, true)))
                .set("usage", usage(answer));
    }

    @Override
    public List<String> opening(Answer answer) {
        ObjectNode begun = response(answer, "in_progress", Json.array());
        return List.of(
                event("response.created", 0, Json.object("response", begun)),
                event("response.in_progress", 1, Json.object("response", begun)),
                event("response.output_item.added", 2, Json.object("output_index", 0, "item", item(answer, false))),
                event("response.content_part.added", 3, place(answer).set("part", part(""))));
    }

    @Override
    public String token(Answer answer, int index) {
        ObjectNode data = place(answer).put("delta", answer.tokens().get(index));
        return event("response.output_text.delta", EVENTS_BEFORE_TOKENS + index, data);
    }

    @Override
    public List<String> closing(Answer answer) {
        int next = EVENTS_BEFORE_TOKENS + answer.tokens().size();
        ObjectNode done = whole(answer, null);
        return List.of(
                event("response.output_text.done", next, place(answer).put("text", answer.text())),
                event("response.content_part.done", next + 1, place(answer).set("part", part(answer.text()))),
                event(
                        "response.output_item.done",
                        next + 2,
                        Json.object("output_index", 0, "item", item(answer, true))),
                event("response." + done.path("status").asText(), next + 3, Json.object("response", done)));
    }

    private static ObjectNode response(Answer answer, String status, ArrayNode output) {
        return Json.object(
                "id",
                answer.id(),
                "object",
                "response",
                "created_at",
                answer.created(),
                "status",
                status,
                "error",
                null,
                "incomplete_details",
                status.equals("incomplete")
                        ? Json.object("reason", answer.blocked() ? "content_filter" : "max_output_tokens")
                        : null,
                "model",
                answer.deployment().name(),
                "output",
                output,
                "parallel_tool_calls",
                true,
                "previous_response_id",
                answer.previous(),
                "tool_choice",
                "auto",
                "tools",
                Json.array());
    }

    private static ObjectNode item(Answer answer, boolean done) {
        return Json.object(
                "id",
                itemId(answer),
                "type",
                "message",
                "status",
                done ? "completed" : "in_progress",
                "role",
                "assistant",
                "content",
                done ? Json.array(part(answer.text())) : Json.array());
    }

    private static ObjectNode part(String text) {
        return Json.object("type", "output_text", "text", text, "annotations", Json.array());
    }

    private static ObjectNode place(Answer answer) {
        return Json.object("item_id", itemId(answer), "output_index", 0, "content_index", 0);
    }

    private static String itemId(Answer answer) {
        return answer.id().replace("resp_", "msg_");
    }

    private static ObjectNode usage(Answer answer) {
        long prompted = answer.prompt().tokens();
        int generated = answer.tokens().size();
        return Json.object("input_tokens", prompted, "output_tokens", generated, "total_tokens", prompted + generated);
    }

    private static String event(String type, int number, ObjectNode data) {
        ObjectNode numbered =
                Json.object("type", type, "sequence_number", number).setAll(data);
        return "event: " + type + "\n" + Shape.event(numbered);
    }
}
