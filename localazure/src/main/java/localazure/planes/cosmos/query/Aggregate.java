package localazure.planes.cosmos.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An aggregate over the documents that a query selects.
 *
 * @param text the call as written
 * @param argumentText its argument as written
 */
record Aggregate(Function function, Expression argument, String text, String argumentText) implements Expression {
    /** The functions, as the plan names them. */
    enum Function {
        Count,
        Sum,
        Min,
        Max,
        Average;

        static Optional<Function> of(String word) {
            String name = word.equalsIgnoreCase("AVG") ? "Average" : word;
            return Arrays.stream(values())
                    .filter(each -> each.name().equalsIgnoreCase(name))
                    .findFirst();
        }
    }

    @Override
    public JsonNode value(Scope scope) {
        List<JsonNode> values = scope.group().stream()
                .map(item -> argument.value(scope.of(item)))
                .filter(value -> !value.isMissingNode())
                .toList();
        return switch (function) {
            case Count -> IntNode.valueOf(values.size());
            case Sum -> sum(values);
            case Average -> average(values);
            case Min -> values.stream().min(Values.ORDER).orElse(UNDEFINED);
            case Max -> values.stream().max(Values.ORDER).orElse(UNDEFINED);
        };
    }

    /** Undefined as soon as one value is no number. */
    private static JsonNode sum(List<JsonNode> values) {
        if (!values.stream().allMatch(JsonNode::isNumber)) return UNDEFINED;
        return Values.number(values.stream().mapToDouble(JsonNode::doubleValue).sum());
    }

    private static JsonNode average(List<JsonNode> values) {
        JsonNode sum = sum(values);
        return sum.isMissingNode() || values.isEmpty() ? UNDEFINED : Values.number(sum.doubleValue() / values.size());
    }

    /** What one partition answers so that a client can put partitions together. */
    String partial() {
        return switch (function) {
            case Count, Sum -> text;
            case Average -> "{\"sum\": SUM(" + argumentText + "), \"count\": COUNT(" + argumentText + ")}";
            case Min -> "{\"min\": " + text + ", \"count\": COUNT(" + argumentText + ")}";
            case Max -> "{\"max\": " + text + ", \"count\": COUNT(" + argumentText + ")}";
        };
    }
}
