package localazure.planes.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import localazure.planes.Json;

/** Legacy text completions. */
final class CompletionShape implements Shape {
    @Override
    public Prompt prompt(JsonNode body) throws Refusal {
        String text = Shape.text(body.path("prompt"));
        if (text.isEmpty()) throw Shape.invalid("prompt", "'prompt' is a required property");
        return new Prompt(text, text);
    }

    @Override
    public String idPrefix() {
        return "cmpl-";
    }

    @Override
    public ObjectNode whole(Answer answer, JsonNode body) {
        return completion(answer, answer.text(), answer.finishReason())
                .<ObjectNode>set("prompt_filter_results", Json.array((Object[]) ContentFilter.promptResults(answer)))
                .set("usage", answer.usage());
    }

    @Override
    public List<String> opening(Answer answer) {
        return List.of(ContentFilter.promptEvent(answer));
    }

    @Override
    public String token(Answer answer, int index) {
        return Shape.event(completion(answer, answer.tokens().get(index), null));
    }

    @Override
    public List<String> closing(Answer answer) {
        List<String> events = new ArrayList<>();
        events.add(Shape.event(completion(answer, "", answer.finishReason())));
        if (answer.includeUsage()) {
            ObjectNode usage = completion(answer, "", null).set("usage", answer.usage());
            events.add(Shape.event(usage.set("choices", Json.array())));
        }
        events.add(END);
        return events;
    }

    private static ObjectNode completion(Answer answer, String text, String finishReason) {
        ObjectNode choice = Json.object(
                "index",
                0,
                "text",
                text,
                "finish_reason",
                finishReason,
                "logprobs",
                null,
                "content_filter_results",
                finishReason == null ? ContentFilter.safe() : answer.results());
        return Json.object(
                "id", answer.id(),
                "object", "text_completion",
                "created", answer.created(),
                "model", answer.model(),
                "choices", Json.array(choice));
    }
}
