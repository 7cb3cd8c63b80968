package localazure.planes.cosmos.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.util.Comparator;

/** How values compare. Source: Microsoft Learn: comparison operators and ORDER BY clause in Azure Cosmos DB for NoSQL. */
final class Values {
    /** Undefined, null, false and true, numbers, strings, arrays, objects. */
    static final Comparator<JsonNode> ORDER = Values::order;

    private Values() {}

    static boolean isTrue(JsonNode value) {
        return value.isBoolean() && value.booleanValue();
    }

    static JsonNode of(boolean value) {
        return BooleanNode.valueOf(value);
    }

    /** A number in the shortest form: an integer when it is one. */
    static JsonNode number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
        return whole ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
    }

    /** Undefined for operands of different types, which no filter lets through. */
    static JsonNode compare(String operator, JsonNode left, JsonNode right) {
        if (type(left) == 0 || type(left) != type(right)) return Expression.UNDEFINED;
        boolean equality = operator.equals("=") || operator.equals("!=") || operator.equals("<>");
        if (left.isContainerNode() && !equality) return Expression.UNDEFINED;
        int order = left.isContainerNode() ? (left.equals(right) ? 0 : 1) : order(left, right);
        return of(
                switch (operator) {
                    case "=" -> order == 0;
                    case "!=", "<>" -> order != 0;
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case ">" -> order > 0;
                    default -> order >= 0;
                });
    }

    private static int order(JsonNode left, JsonNode right) {
        int types = Integer.compare(type(left), type(right));
        if (types != 0) return types;
        if (left.isBoolean()) return Boolean.compare(left.booleanValue(), right.booleanValue());
        if (left.isNumber()) return Double.compare(left.doubleValue(), right.doubleValue());
        if (left.isTextual()) return left.textValue().compareTo(right.textValue());
        return left.isContainerNode() ? left.toString().compareTo(right.toString()) : 0;
    }

    private static int type(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> 1;
            case BOOLEAN -> 2;
            case NUMBER -> 3;
            case STRING -> 4;
            case ARRAY -> 5;
            case OBJECT -> 6;
            default -> 0;
        };
    }
}
