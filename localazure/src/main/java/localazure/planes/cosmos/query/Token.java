package localazure.planes.cosmos.query;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of a query.
 *
 * @param start offset of its first character in the text
 */
record Token(Kind kind, String text, int start) {
    /** What a token is. */
    enum Kind {
        WORD,
        NUMBER,
        STRING,
        PARAMETER,
        SYMBOL,
        END
    }

    private static final Pattern NEXT = Pattern.compile("\\s*(?:(?<word>[A-Za-z_]\\w*)"
            + "|(?<number>\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)"
            + "|(?<string>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
            + "|(?<parameter>@\\w+)"
            + "|(?<symbol>!=|<>|<=|>=|\\|\\||[-+*/%=<>()\\[\\]{},.:]))");

    static List<Token> all(String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = NEXT.matcher(text);
        int at = 0;
        while (matcher.region(at, text.length()).lookingAt()) {
            tokens.add(of(matcher));
            at = matcher.end();
        }
        String rest = text.substring(at);
        if (!rest.isBlank())
            throw new QueryException("Syntax error, invalid token near '" + first(rest.strip()) + "'.");
        tokens.add(new Token(Kind.END, "", text.length()));
        return tokens;
    }

    private static Token of(Matcher matcher) {
        for (Kind kind : List.of(Kind.WORD, Kind.NUMBER, Kind.STRING, Kind.PARAMETER, Kind.SYMBOL)) {
            String group = kind.name().toLowerCase(java.util.Locale.ROOT);
            if (matcher.group(group) != null) return new Token(kind, matcher.group(group), matcher.start(group));
        }
        throw new IllegalStateException("a match without a group");
    }

    private static String first(String rest) {
        return rest.substring(0, Math.min(rest.length(), 10));
    }

    boolean is(String symbolOrKeyword) {
        return kind == Kind.SYMBOL && text.equals(symbolOrKeyword)
                || kind == Kind.WORD && text.equalsIgnoreCase(symbolOrKeyword);
    }

    int end() {
        return start + text.length();
    }
}
