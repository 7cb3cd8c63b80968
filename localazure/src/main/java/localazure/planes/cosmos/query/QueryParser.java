package localazure.planes.cosmos.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The clauses. {@code SELECT [TOP n] (* | VALUE e | e [AS name], …) FROM name [[AS] alias] [WHERE e] [ORDER BY e [ASC|DESC], …]
 * [OFFSET n LIMIT n]}; joins, DISTINCT, GROUP BY and subqueries are refused.
 */
final class QueryParser {
    private static final Set<String> CLAUSES = Set.of("WHERE", "ORDER", "GROUP", "OFFSET", "JOIN", "IN");

    private final Tokens tokens;
    private final Map<String, JsonNode> parameters;

    private String alias = "";
    private final ExpressionParser expressions;

    QueryParser(String text, Map<String, JsonNode> parameters) {
        this.tokens = new Tokens(text);
        this.parameters = parameters;
        this.expressions = new ExpressionParser(tokens, parameters.keySet());
    }

    Query query() {
        tokens.expect("SELECT");
        refuse("DISTINCT");
        OptionalInt top = number("TOP");
        Query.Select select = select();
        Query.Source source = source();
        refuse("GROUP");
        List<Query.Sort> sorts = sorts();
        OptionalInt offset = number("OFFSET");
        OptionalInt limit = offset.isPresent() ? number("LIMIT") : OptionalInt.empty();
        if (!tokens.atEnd() || offset.isPresent() && limit.isEmpty()) throw tokens.unexpected("the next clause");
        expressions.checkRoots(alias);
        Query.Window window = new Query.Window(top, offset, limit);
        return new Query(select, source, sorts, window, expressions.aggregates(), parameters);
    }

    private void refuse(String keyword) {
        if (tokens.peek().is(keyword)) throw new QueryException("'" + keyword + "' is not supported here.");
    }

    private OptionalInt number(String keyword) {
        if (!tokens.take(keyword)) return OptionalInt.empty();
        Token token = tokens.next();
        JsonNode given = parameters.get(token.text());
        String text = given == null ? token.text() : given.asText();
        if (!text.matches("\\d{1,9}")) throw new QueryException(keyword + ": " + text + " (expected: a whole number)");
        return OptionalInt.of(Integer.parseInt(text));
    }

    private Query.Select select() {
        int start = tokens.start();
        if (tokens.take("*")) return new Query.Select(false, List.of(), "*");
        boolean value = tokens.take("VALUE");
        List<Query.Selected> selected = new ArrayList<>();
        do {
            int from = tokens.start();
            Expression expression = expressions.expression();
            String text = tokens.since(from);
            selected.add(new Query.Selected(value ? "" : name(text, selected.size() + 1), expression, text));
        } while (!value && tokens.take(","));
        return new Query.Select(value, selected, tokens.since(start));
    }

    /** The alias, or the last name of a path, or {@code $n}. */
    private String name(String text, int position) {
        if (tokens.take("AS")) return tokens.word("a name");
        String last = text.replaceAll("\\[\"([^\"]+)\"]$", ".$1");
        last = last.substring(last.lastIndexOf('.') + 1);
        return last.matches("[A-Za-z_]\\w*") ? last : "$" + position;
    }

    private Query.Source source() {
        tokens.expect("FROM");
        int start = tokens.start();
        String name = tokens.word("the name of the collection");
        boolean named = tokens.take("AS");
        Token next = tokens.peek();
        boolean clause = CLAUSES.contains(next.text().toUpperCase(java.util.Locale.ROOT));
        alias = named || next.kind() == Token.Kind.WORD && !clause ? tokens.word("an alias") : name;
        String text = tokens.since(start);
        refuse("JOIN");
        refuse("IN");
        if (!tokens.take("WHERE")) return new Query.Source(text, alias, scope -> BooleanNode.TRUE, "");
        int from = tokens.start();
        Expression filter = expressions.expression();
        return new Query.Source(text, alias, filter, tokens.since(from));
    }

    private List<Query.Sort> sorts() {
        List<Query.Sort> sorts = new ArrayList<>();
        if (!tokens.take("ORDER")) return sorts;
        tokens.expect("BY");
        do {
            int from = tokens.start();
            Expression by = expressions.expression();
            String text = tokens.since(from);
            if (!text.startsWith(alias) || text.contains("(")) {
                throw new QueryException(
                        "Unsupported ORDER BY clause. ORDER BY item expression could not be mapped to a"
                                + " document path.");
            }
            boolean descending = tokens.take("DESC");
            if (!descending) tokens.take("ASC");
            sorts.add(new Query.Sort(by, text, descending));
        } while (tokens.take(","));
        return sorts;
    }
}
