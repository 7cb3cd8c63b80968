package proxy.stream;

/**
 * Characters of an answer. A token of English is some four ASCII characters (OpenAI, "What are tokens and how to count them?");
 * of scripts beyond ASCII a character is about a token.
 */
record TextCount(int ascii, int others) {

    private static final int ASCII_PER_TOKEN = 4;

    static final TextCount NONE = new TextCount(0, 0);

    static TextCount of(char[] text, int from, int length) {
        var others = 0;
        var low = 0;
        for (var index = from; index < from + length; index++) {
            if (text[index] >= 0x80) {
                others++;
                low += Character.isLowSurrogate(text[index]) ? 1 : 0;
            }
        }
        return new TextCount(length - others, others - low);
    }

    boolean empty() {
        return ascii == 0 && others == 0;
    }

    TextCount plus(TextCount more) {
        return more.empty() ? this : new TextCount(ascii + more.ascii, others + more.others);
    }

    int tokens() {
        return ascii / ASCII_PER_TOKEN + others;
    }
}
