package localazure.planes.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import localazure.planes.Json;

/** How one operation reads its question and writes its answer, whole or as server-sent events. */
interface Shape {
    String END = "data: [DONE]\n\n";

    /** @throws Refusal when the body lacks what the operation needs */
    Prompt prompt(JsonNode body) throws Refusal;

    /** The prefix of answer ids, for instance {@code chatcmpl-}. */
    String idPrefix();

    ObjectNode whole(Answer answer, JsonNode body);

    /** Events before the first token. */
    List<String> opening(Answer answer);

    String token(Answer answer, int index);

    /** Events after the last token. */
    List<String> closing(Answer answer);

    static String event(JsonNode data) {
        return "data: " + data + "\n\n";
    }

    /** The text of a message or an item: a string, or parts with a {@code text}. */
    static String text(JsonNode content) {
        if (!content.isArray()) return content.asText("");
        StringBuilder text = new StringBuilder();
        content.forEach(part ->
                text.append(part.isTextual() ? part.asText() : part.path("text").asText("")));
        return text.toString();
    }

    static Refusal invalid(String parameter, String message) {
        return new Refusal(
                400,
                Json.object(
                        "error",
                        Json.object(
                                "message",
                                message,
                                "type",
                                "invalid_request_error",
                                "param",
                                parameter,
                                "code",
                                null)));
    }
}
