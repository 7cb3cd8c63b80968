package proxy.stream;

import proxy.observe.TokenUsage;

/**
 * What an event stream has used so far. Accounts send a token or more an event, so there are at least as many tokens as events
 * with text.
 */
public final class UsageMeter {

    private final long promptEstimate;
    private TextCount text = TextCount.NONE;
    private int deltas;
    private TokenUsage told;

    /** @param promptEstimate tokens of the prompt, as far as can be told from its length; at least one is used */
    public UsageMeter(long promptEstimate) {
        this.promptEstimate = Math.max(1, promptEstimate);
    }

    /** Counts an event. */
    public void count(Event event) {
        if (!event.text().empty()) {
            deltas++;
            text = text.plus(event.text());
        }
        if (event.usage() != null) {
            told = event.usage();
        }
    }

    /** What is known now. */
    public TokenUsage usage() {
        if (told != null) {
            return told;
        }
        return deltas == 0 ? TokenUsage.UNKNOWN : TokenUsage.estimated(promptEstimate, Math.max(deltas, text.tokens()));
    }
}
