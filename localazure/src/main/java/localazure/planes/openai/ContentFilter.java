package localazure.planes.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import localazure.planes.Json;

/**
 * What a filter says of a text. Harm is recognised by markers: {@code sluice-hate-medium} is hateful in that severity, and
 * {@code sluice-jailbreak} is an attack; the names are those of the results, with dashes.
 *
 * <p>Shapes: Azure OpenAI content filtering concepts; the inner error and the details of lists are from reports.
 */
public final class ContentFilter {
    /** A text with this marker is hateful in the highest severity. */
    public static final String TRIGGER = "sluice-content-filter";

    private static final String MARKER = "sluice-";

    /** How harmful a text is, least first. */
    enum Severity {
        SAFE,
        LOW,
        MEDIUM,
        HIGH;

        static Severity of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private ContentFilter() {}

    /** The highest severity that the markers of a category in the text have. */
    static Severity severity(String category, String text) {
        if (category.equals("hate") && text.contains(TRIGGER)) return Severity.HIGH;
        return Arrays.stream(Severity.values())
                .filter(each -> text.contains(marker(category) + "-" + each.word()))
                .reduce(Severity.SAFE, (less, more) -> more);
    }

    static boolean detects(String shield, String text) {
        return text.contains(marker(shield).replace("protected-material", "protected"));
    }

    private static String marker(String name) {
        return MARKER + name.replace('_', '-');
    }

    /**
     * Examines a prompt.
     *
     * @return what it is annotated with
     * @throws Refusal when the policy keeps it back
     */
    static ObjectNode check(FilterPolicy policy, Prompt prompt) throws Refusal {
        FilterPolicy.Examination examined = policy.examine(FilterPolicy.Source.PROMPT, prompt.all());
        if (!examined.blocked()) return examined.results();
        String message =
                "The response was filtered due to the prompt triggering Azure OpenAI's content management policy."
                        + " Please modify your prompt and retry.";
        ObjectNode inner =
                Json.object("code", "ResponsibleAIPolicyViolation", "content_filter_result", examined.results());
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
    static ObjectNode[] promptResults(Answer answer) {
        return new ObjectNode[] {Json.object("prompt_index", 0, "content_filter_results", answer.promptResults())};
    }

    /** The first event of a stream: the prompt's results, before any choice. */
    static String promptEvent(Answer answer) {
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
                promptResults(answer)));
    }
}
