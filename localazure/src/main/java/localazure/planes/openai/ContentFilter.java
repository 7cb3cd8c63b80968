package localazure.planes.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import localazure.planes.Json;

/**
 * The default content filter. It refuses prompts that contain {@link #TRIGGER} and finds everything else safe.
 *
 * <p>Shapes: Azure OpenAI content filtering concepts; the inner error is from reports.
 */
public final class ContentFilter {
    /** A prompt with this text is refused as harmful. */
    public static final String TRIGGER = "sluice-content-filter";

    private ContentFilter() {}

    static void check(Prompt prompt) throws Refusal {
        if (!prompt.all().contains(TRIGGER)) return;
        ObjectNode result = safe();
        result.set("hate", Json.object("filtered", true, "severity", "high"));
        result.set("jailbreak", Json.object("filtered", false, "detected", false));
        String message =
                "The response was filtered due to the prompt triggering Azure OpenAI's content management policy."
                        + " Please modify your prompt and retry.";
        ObjectNode inner = Json.object("code", "ResponsibleAIPolicyViolation", "content_filter_result", result);
        throw new Refusal(
                400,
                Json.object(
                        "error",
                        Json.object(
                                "message",
                                message,
                                "type",
                                null,
                                "param",
                                "prompt",
                                "code",
                                "content_filter",
                                "status",
                                400,
                                "innererror",
                                inner)));
    }

    /** The results of a text in which nothing was found. */
    static ObjectNode safe() {
        ObjectNode results = Json.object();
        for (String category : new String[] {"hate", "self_harm", "sexual", "violence"}) {
            results.set(category, Json.object("filtered", false, "severity", "safe"));
        }
        return results;
    }

    /** The {@code prompt_filter_results} of an accepted prompt. */
    static ObjectNode[] promptResults() {
        return new ObjectNode[] {Json.object("prompt_index", 0, "content_filter_results", safe())};
    }

    /** The first event of a stream: the prompt's results, before any choice. */
    static String promptEvent() {
        return Shape.event(Json.object(
                "choices",
                Json.array(),
                "created",
                0,
                "id",
                "",
                "model",
                "",
                "object",
                "",
                "prompt_filter_results",
                promptResults()));
    }
}
