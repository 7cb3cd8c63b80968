package localazure.planes.cosmos.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Operands: literals, parameters, paths, calls, arrays and objects. */
abstract class OperandParser {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Tokens tokens;
    private final Set<String> parameters;
    private final List<Aggregate> aggregates = new ArrayList<>();
    private final List<String> roots = new ArrayList<>();

    OperandParser(Tokens tokens, Set<String> parameters) {
        this.tokens = tokens;
        this.parameters = parameters;
    }

    /** An expression with operators, as it stands in brackets and arguments. */
    abstract Expression expression();

    List<Aggregate> aggregates() {
        return aggregates;
    }

    /** Every path starts at the items; known only when FROM has been read, which comes after SELECT. */
    void checkRoots(String alias) {
        roots.stream().filter(each -> !each.equals(alias)).findFirst().ifPresent(each -> {
            throw new QueryException("Identifier '" + each + "' could not be resolved.");
        });
    }

    final Expression path() {
        Expression found = primary();
        while (true) {
            if (tokens.take(".")) found = member(found, tokens.word("a property name"));
            else if (tokens.take("[")) found = index(found);
            else return found;
        }
    }

    private static Expression member(Expression parent, String name) {
        return scope -> parent.value(scope).path(name);
    }

    private Expression index(Expression parent) {
        Token token = tokens.next();
        tokens.expect("]");
        if (token.kind() == Token.Kind.STRING) return member(parent, text(token));
        if (token.kind() != Token.Kind.NUMBER) throw new QueryException("Syntax error in an index: " + token.text());
        int position = Integer.parseInt(token.text());
        return scope -> parent.value(scope).path(position);
    }

    private Expression primary() {
        Token token = tokens.next();
        switch (token.kind()) {
            case NUMBER:
                return constant(json(token.text()));
            case STRING:
                return constant(TextNode.valueOf(text(token)));
            case PARAMETER:
                if (!parameters.contains(token.text())) {
                    throw new QueryException("Parameter '" + token.text() + "' is not specified.");
                }
                return scope -> scope.parameters().get(token.text());
            case WORD:
                return word(token);
            default:
                return symbol(token);
        }
    }

    private Expression symbol(Token token) {
        if (token.is("(")) {
            Expression inner = expression();
            tokens.expect(")");
            return inner;
        }
        if (token.is("[")) return array(list("]"));
        if (token.is("{")) return object();
        throw new QueryException("Syntax error, incorrect syntax near '" + token.text() + "'.");
    }

    private Expression word(Token token) {
        if (tokens.take("(")) return call(token);
        if (token.is("true") || token.is("false")) return constant(BooleanNode.valueOf(token.is("true")));
        if (token.is("null")) return constant(NullNode.getInstance());
        if (token.is("undefined")) return constant(Expression.UNDEFINED);
        roots.add(token.text());
        return Scope::item;
    }

    private Expression call(Token name) {
        Optional<Aggregate.Function> aggregate = Aggregate.Function.of(name.text());
        int from = tokens.start();
        List<Expression> arguments = list(")");
        if (aggregate.isEmpty()) return Functions.call(name.text(), arguments);
        if (arguments.size() != 1) throw new QueryException(name.text() + " requires 1 argument(s).");
        String text = tokens.since(name.start());
        String inner = tokens.since(from);
        Aggregate made = new Aggregate(aggregate.get(), arguments.get(0), text, inner.substring(0, inner.length() - 1));
        aggregates.add(made);
        return made;
    }

    final List<Expression> list(String end) {
        List<Expression> elements = new ArrayList<>();
        if (tokens.take(end)) return elements;
        do elements.add(expression());
        while (tokens.take(","));
        tokens.expect(end);
        return elements;
    }

    private static Expression array(List<Expression> elements) {
        return scope -> {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            elements.stream()
                    .map(each -> each.value(scope))
                    .filter(value -> !value.isMissingNode())
                    .forEach(array::add);
            return array;
        };
    }

    private Expression object() {
        Map<String, Expression> members = new LinkedHashMap<>();
        if (!tokens.take("}")) {
            do {
                Token name = tokens.next();
                tokens.expect(":");
                members.put(name.kind() == Token.Kind.STRING ? text(name) : name.text(), expression());
            } while (tokens.take(","));
            tokens.expect("}");
        }
        return scope -> {
            ObjectNode made = JsonNodeFactory.instance.objectNode();
            members.forEach((name, member) -> {
                JsonNode value = member.value(scope);
                if (!value.isMissingNode()) made.set(name, value);
            });
            return made;
        };
    }

    private static Expression constant(JsonNode value) {
        return scope -> value;
    }

    private static String text(Token token) {
        String inner = token.text().substring(1, token.text().length() - 1);
        String quoted = token.text().charAt(0) == '"'
                ? inner
                : inner.replace("\\'", "'").replace("\"", "\\\"");
        return json("\"" + quoted + "\"").textValue();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new QueryException("Syntax error, invalid literal " + text + ".");
        }
    }
}
