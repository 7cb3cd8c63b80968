package localazure.planes.cosmos.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Set;

/** Expressions with their operators, loosest first: OR, AND, NOT, comparison, sum, product, sign. */
final class ExpressionParser extends OperandParser {
    private static final Set<String> COMPARISONS = Set.of("=", "!=", "<>", "<", "<=", ">", ">=");

    ExpressionParser(Tokens tokens, Set<String> parameters) {
        super(tokens, parameters);
    }

    @Override
    Expression expression() {
        Expression left = conjunction();
        while (tokens.take("OR")) left = or(left, conjunction());
        return left;
    }

    private Expression conjunction() {
        Expression left = negation();
        while (tokens.take("AND")) left = and(left, negation());
        return left;
    }

    private static Expression or(Expression left, Expression right) {
        return scope -> Values.of(Values.isTrue(left.value(scope)) || Values.isTrue(right.value(scope)));
    }

    private static Expression and(Expression left, Expression right) {
        return scope -> Values.of(Values.isTrue(left.value(scope)) && Values.isTrue(right.value(scope)));
    }

    private Expression negation() {
        return tokens.take("NOT") ? not(negation()) : comparison();
    }

    /** The opposite of a truth value; undefined stays undefined. */
    private static Expression not(Expression inner) {
        return scope -> {
            JsonNode value = inner.value(scope);
            return value.isBoolean() ? Values.of(!value.booleanValue()) : Expression.UNDEFINED;
        };
    }

    private Expression comparison() {
        Expression left = sum();
        if (COMPARISONS.contains(tokens.peek().text())) {
            String operator = tokens.next().text();
            Expression right = sum();
            return scope -> Values.compare(operator, left.value(scope), right.value(scope));
        }
        boolean negated = tokens.take("NOT");
        if (tokens.take("IN")) {
            tokens.expect("(");
            return negated(negated, in(left, list(")")));
        }
        if (tokens.take("BETWEEN")) {
            Expression low = sum();
            tokens.expect("AND");
            return negated(negated, between(left, low, sum()));
        }
        if (negated) throw tokens.unexpected("IN or BETWEEN");
        return left;
    }

    private static Expression negated(boolean negated, Expression inner) {
        return negated ? not(inner) : inner;
    }

    private static Expression in(Expression left, List<Expression> among) {
        return scope -> Values.of(among.stream()
                .anyMatch(each -> Values.isTrue(Values.compare("=", left.value(scope), each.value(scope)))));
    }

    private static Expression between(Expression value, Expression low, Expression high) {
        return scope -> Values.of(Values.isTrue(Values.compare(">=", value.value(scope), low.value(scope)))
                && Values.isTrue(Values.compare("<=", value.value(scope), high.value(scope))));
    }

    private Expression sum() {
        Expression left = product();
        while (tokens.peek().is("+") || tokens.peek().is("-") || tokens.peek().is("||")) {
            left = operation(tokens.next().text(), left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = sign();
        while (tokens.peek().is("*") || tokens.peek().is("/") || tokens.peek().is("%")) {
            left = operation(tokens.next().text(), left, sign());
        }
        return left;
    }

    private static Expression operation(String operator, Expression left, Expression right) {
        return scope -> operate(operator, left.value(scope), right.value(scope));
    }

    private static JsonNode operate(String operator, JsonNode left, JsonNode right) {
        if (operator.equals("||")) {
            boolean texts = left.isTextual() && right.isTextual();
            return texts ? TextNode.valueOf(left.textValue() + right.textValue()) : Expression.UNDEFINED;
        }
        if (!left.isNumber() || !right.isNumber()) return Expression.UNDEFINED;
        double one = left.doubleValue();
        double other = right.doubleValue();
        return Values.number(
                switch (operator) {
                    case "+" -> one + other;
                    case "-" -> one - other;
                    case "*" -> one * other;
                    case "/" -> one / other;
                    default -> one % other;
                });
    }

    private Expression sign() {
        if (!tokens.take("-")) return path();
        Expression inner = sign();
        return scope -> operate("-", JsonNodeFactory.instance.numberNode(0), inner.value(scope));
    }
}
