package proxy.observe;

import java.util.Locale;

/**
 * Tokens that a request used, and how well that is known. Nobody can take what is not known for nothing used: its counts
 * are absent wherever it is written down.
 *
 * @param prompt 0 when unknown
 * @param completion 0 when unknown
 */
public record TokenUsage(Quality quality, long prompt, long completion) {

    /** An account had the request, and nothing tells what it used. */
    public static final TokenUsage UNKNOWN = new TokenUsage(Quality.UNKNOWN, 0, 0);

    /** Where the counts come from. */
    public enum Quality {
        /** The account said so. */
        EXACT,
        /** Counted here, from what was asked and what came until the answer was cut. */
        ESTIMATED,
        UNKNOWN;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** As the access line has it. */
        public String word() {
            return word;
        }
    }

    public static TokenUsage exact(long prompt, long completion) {
        return new TokenUsage(Quality.EXACT, prompt, completion);
    }

    public static TokenUsage estimated(long prompt, long completion) {
        return new TokenUsage(Quality.ESTIMATED, prompt, completion);
    }

    public boolean known() {
        return quality != Quality.UNKNOWN;
    }

    public long total() {
        return prompt + completion;
    }
}
