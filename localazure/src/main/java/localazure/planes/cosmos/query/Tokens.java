package localazure.planes.cosmos.query;

import java.util.List;

/** The tokens of a query, read one after another. */
final class Tokens {
    private final String text;
    private final List<Token> all;
    private int at;

    Tokens(String text) {
        this.text = text;
        this.all = Token.all(text);
    }

    Token peek() {
        return all.get(at);
    }

    Token next() {
        return all.get(at++);
    }

    /** Takes the symbol or keyword when it comes next. */
    boolean take(String symbolOrKeyword) {
        boolean found = peek().is(symbolOrKeyword);
        if (found) at++;
        return found;
    }

    void expect(String symbolOrKeyword) {
        if (!take(symbolOrKeyword)) throw unexpected("'" + symbolOrKeyword + "'");
    }

    String word(String what) {
        if (peek().kind() != Token.Kind.WORD) throw unexpected(what);
        return next().text();
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    /** Where the next token starts. */
    int start() {
        return peek().start();
    }

    /** The text from an offset to the end of the last token read. */
    String since(int start) {
        return text.substring(start, at == 0 ? start : all.get(at - 1).end());
    }

    QueryException unexpected(String expected) {
        String near = atEnd() ? "the end" : "'" + peek().text() + "'";
        return new QueryException("Syntax error, incorrect syntax near " + near + " (expected: " + expected + ").");
    }
}
