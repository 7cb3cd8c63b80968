package localazure.planes.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import localazure.planes.Json;

/**
 * A generated answer: the same for the same question.
 *
 * @param previous the response that it goes on with, null for none
 * @param tokens the text in the pieces it is streamed in
 * @param truncated the caller's limit was reached
 * @param promptResults what the content filter says of the prompt
 * @param results what it says of the text
 * @param blocked whether it ended the text
 * @param includeUsage the caller asked for a usage event at the end of the stream
 */
record Answer(
        String id,
        long created,
        Deployment deployment,
        Prompt prompt,
        String previous,
        List<String> tokens,
        boolean truncated,
        boolean includeUsage,
        ObjectNode promptResults,
        ObjectNode results,
        boolean blocked) {
    private static final int QUOTED_WORDS = 12;
    private static final String BODY =
            "This answer comes from a simulated model on the local Azure. It arrives one token at a"
                    + " time, as a real stream does, and it is counted against the quota pool of the deployment that served it."
                    + " Ask the same question again and you will read the same words.";

    static Answer to(Call call, Prompt prompt, String id, long created) {
        List<String> tokens = tokens(prompt.question());
        long limit = call.maxTokens() < 0 ? tokens.size() : Math.min(call.maxTokens(), tokens.size());
        return new Answer(
                id,
                created,
                call.deployment(),
                prompt,
                call.body().path("previous_response_id").textValue(),
                tokens.subList(0, (int) limit),
                limit < tokens.size(),
                call.body().path("stream_options").path("include_usage").asBoolean(),
                ContentFilter.safe(),
                ContentFilter.safe(),
                false);
    }

    /** The answer after the filter: it ends before the piece that is kept back, unless the filter comes too late for that. */
    Answer filtered(FilterPolicy policy, ObjectNode ofPrompt) {
        FilterPolicy.Examination examined = policy.examine(FilterPolicy.Source.COMPLETION, text());
        int kept = tokens.size();
        if (examined.blocked() && !policy.asynchronous()) {
            kept = 0;
            StringBuilder text = new StringBuilder(tokens.get(0));
            while (!policy.examine(FilterPolicy.Source.COMPLETION, text.toString())
                    .blocked()) {
                kept++;
                text.append(tokens.get(kept));
            }
        }
        return new Answer(
                id,
                created,
                deployment,
                prompt,
                previous,
                tokens.subList(0, kept),
                truncated,
                includeUsage,
                ofPrompt,
                examined.results(),
                examined.blocked());
    }

    /** Why it ends, as chat and text completions say it. */
    String finishReason() {
        if (blocked) return "content_filter";
        return truncated ? "length" : "stop";
    }

    private static List<String> tokens(String question) {
        String[] words = question.strip().split("\\s+");
        String quoted = String.join(" ", Arrays.copyOf(words, Math.min(words.length, QUOTED_WORDS)));
        String rest = words.length > QUOTED_WORDS ? " …" : "";
        return List.of(("You asked: \"" + quoted + rest + "\" " + BODY).split("(?= )"));
    }

    String text() {
        return String.join("", tokens);
    }

    /** As Azure names the model in answers, for instance {@code gpt-5-mini-2025-08-07}. */
    String model() {
        return deployment.model() + "-" + deployment.version();
    }

    ObjectNode usage() {
        long prompted = prompt.tokens();
        return Json.object(
                "prompt_tokens",
                prompted,
                "completion_tokens",
                tokens.size(),
                "total_tokens",
                prompted + tokens.size());
    }
}
