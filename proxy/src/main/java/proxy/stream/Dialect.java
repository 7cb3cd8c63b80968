package proxy.stream;

import java.util.Set;

/** How the event streams of an operation speak: where their text is, and how they end. */
public enum Dialect {
    /** Ends with {@code data: [DONE]}. */
    CHAT("content", "refusal", "reasoning_content", "arguments", "input", "transcript"),
    /** Ends with {@code data: [DONE]}. */
    COMPLETIONS("text"),
    /** Events say their type; {@code response.completed}, {@code .incomplete} or {@code .failed} is the last one. */
    RESPONSES("delta"),
    /** Images, speech and transcripts. Events say their type; one called {@code ….done} or {@code ….completed} is the last one. */
    MEDIA("delta");

    private final Set<String> text;

    Dialect(String... text) {
        this.text = Set.of(text);
    }

    /** Whether a string of that name is a piece of the answer. */
    boolean isText(String name) {
        return text.contains(name);
    }
}
