package proxy.api;

import java.util.Map;
import java.util.regex.Pattern;
import proxy.observe.Reason;

/** Paths that lead nowhere, and the parts of the API that are left out on purpose, with what to do instead. */
public final class NotServed {

    private static final String ONE_ACCOUNT =
            " live in one account, and this gateway spreads requests over several (expected: ";
    private static final String FILES = "Files" + ONE_ACCOUNT + "file content within the request itself)";
    /** Also said of a body that goes on with one. */
    public static final String CONVERSATIONS = "Conversations" + ONE_ACCOUNT + "responses, with previous_response_id)";

    private static final String ASSISTANTS =
            "Assistants and their threads" + ONE_ACCOUNT + "the Responses API, with previous_response_id)";
    private static final String REALTIME =
            "Realtime sessions need WebSocket or WebRTC, which this gateway does not relay (expected: streams of chat"
                    + " completions or responses, or audio/transcriptions and audio/speech)";
    private static final String TRAINING =
            "Training belongs to operators of the accounts (expected: a deployment of the tuned model)";

    /** By the first word after the base of the API. */
    private static final Map<String, String> WHY = Map.ofEntries(
            Map.entry("files", FILES),
            Map.entry("uploads", FILES),
            Map.entry("containers", FILES),
            Map.entry("vector_stores", "Vector stores" + ONE_ACCOUNT + "a search service of your own)"),
            Map.entry("batches", "Batches" + ONE_ACCOUNT + "single requests; a 429 says how long to wait)"),
            Map.entry("assistants", ASSISTANTS),
            Map.entry("threads", ASSISTANTS),
            Map.entry("conversations", CONVERSATIONS),
            Map.entry("fine_tuning", TRAINING),
            Map.entry("fine-tunes", TRAINING),
            Map.entry("evals", TRAINING),
            Map.entry("videos", "Videos" + ONE_ACCOUNT + "images/generations)"),
            Map.entry("realtime", REALTIME));

    private static final Pattern FIRST_WORD =
            Pattern.compile("(?:/openai/v1|/v1|/openai/deployments/[A-Za-z0-9._-]{1,64}|/openai)/([a-z_-]+)(?:/.*)?");

    private NotServed() {}

    /** @param path of which the table knows nothing */
    static Route route(String path) {
        var word = FIRST_WORD.matcher(path);
        var why = word.matches() ? WHY.get(word.group(1)) : null;
        return why == null
                ? RouteTable.nowhere(
                        Reason.NOT_FOUND,
                        "Unknown path (expected: an operation of the OpenAI API that this gateway serves)")
                : RouteTable.nowhere(Reason.NOT_SERVED, why);
    }
}
