package localazure.planes.openai;

/**
 * The text that a request carries.
 *
 * @param all everything that is counted and filtered
 * @param question what is answered
 */
record Prompt(String all, String question) {
    private static final int CHARACTERS_PER_TOKEN = 4;

    /** The same, at the end of a conversation. */
    Prompt after(String conversation) {
        return new Prompt(conversation + all, question);
    }

    long tokens() {
        return Math.max(1, (all.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN);
    }
}
