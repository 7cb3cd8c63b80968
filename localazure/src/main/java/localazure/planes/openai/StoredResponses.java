package localazure.planes.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import localazure.planes.Json;

/** The responses that each account keeps: those that were not asked not to be, the latest of them, until a restart. Thread-safe. */
public final class StoredResponses {
    private static final int KEPT = 10_000;

    private final Map<String, Stored> byAccountAndId = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Stored> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * @param input what was asked
     * @param text of the conversation up to and with the answer
     * @param background whether it was made in the background, so that it can be cancelled
     */
    private record Stored(ObjectNode response, JsonNode input, String text, boolean background) {}

    synchronized void keep(Call call, Answer answer) {
        JsonNode body = call.body();
        if (call.operation() != Operation.RESPONSES || !body.path("store").asBoolean(true)) return;
        byAccountAndId.put(
                key(call.deployment().account(), answer.id()),
                new Stored(
                        call.operation().shape().whole(answer, body),
                        body.path("input"),
                        answer.prompt().all() + '\n' + answer.text(),
                        body.path("background").asBoolean()));
    }

    /** The conversation that a call goes on with: empty when it begins one. */
    synchronized String before(Call call) throws Refusal {
        JsonNode previous = call.body().path("previous_response_id");
        if (call.operation() != Operation.RESPONSES || previous.isMissingNode() || previous.isNull()) return "";
        Stored stored = byAccountAndId.get(key(call.deployment().account(), previous.asText()));
        if (stored == null) {
            throw new Refusal(
                    400,
                    error(
                            "Previous response with id '" + previous.asText() + "' not found.",
                            "previous_response_id",
                            "previous_response_not_found"));
        }
        return stored.text() + '\n';
    }

    /** @param part of the response, or what is to be done with it; empty for itself */
    synchronized ObjectNode ask(Account account, String method, String id, String part) throws Refusal {
        Stored stored = Optional.ofNullable(byAccountAndId.get(key(account, id)))
                .orElseThrow(
                        () -> new Refusal(404, error("Response with id '" + id + "' not found.", "response_id", null)));
        switch (method + part) {
            case "GET":
                return stored.response();
            case "GET/input_items":
                return items(stored.input());
            case "DELETE":
                byAccountAndId.remove(key(account, id));
                return Json.object("id", id, "object", "response.deleted", "deleted", true);
            case "POST/cancel":
                if (stored.background()) return stored.response();
                throw new Refusal(400, error("Cannot cancel a synchronous response.", null, null));
            default:
                throw new Refusal(405, "405", "Method not allowed");
        }
    }

    private static ObjectNode items(JsonNode input) {
        ArrayNode items = Json.array();
        if (input.isArray()) {
            input.forEach(item -> items.add(((ObjectNode) item.deepCopy()).put("id", "msg_" + items.size())));
        } else {
            JsonNode text = Json.object("type", "input_text", "text", input.asText());
            items.add(Json.object(
                    "id",
                    "msg_0",
                    "type",
                    "message",
                    "role",
                    "user",
                    "content",
                    Json.array().add(text)));
        }
        return Json.object(
                "object",
                "list",
                "data",
                items,
                "first_id",
                items.path(0).path("id").asText(),
                "last_id",
                items.path(items.size() - 1).path("id").asText(),
                "has_more",
                false);
    }

    private static ObjectNode error(String message, String parameter, String code) {
        return Json.object(
                "error",
                Json.object("message", message, "type", "invalid_request_error", "param", parameter, "code", code));
    }

    private static String key(Account account, String id) {
        return account.id() + '/' + id;
    }
}
