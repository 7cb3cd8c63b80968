package localazure.planes.cosmos.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** The system functions that the grammar knows. Source: Microsoft Learn: system functions in Azure Cosmos DB for NoSQL. */
final class Functions {
    /** A function of this many arguments. */
    private record Known(int least, int most, Function<List<JsonNode>, JsonNode> body) {}

    private static final Map<String, Known> ALL = Map.ofEntries(
            Map.entry("IS_DEFINED", test(value -> !value.isMissingNode())),
            Map.entry("IS_NULL", test(JsonNode::isNull)),
            Map.entry("IS_STRING", test(JsonNode::isTextual)),
            Map.entry("IS_NUMBER", test(JsonNode::isNumber)),
            Map.entry("IS_BOOL", test(JsonNode::isBoolean)),
            Map.entry("IS_ARRAY", test(JsonNode::isArray)),
            Map.entry("IS_OBJECT", test(JsonNode::isObject)),
            Map.entry("IS_PRIMITIVE", test(value -> value.isValueNode())),
            Map.entry("CONTAINS", texts(String::contains)),
            Map.entry("STARTSWITH", texts(String::startsWith)),
            Map.entry("ENDSWITH", texts(String::endsWith)),
            Map.entry("STRINGEQUALS", texts(String::equals)),
            Map.entry("LOWER", text(text -> TextNode.valueOf(text.toLowerCase(Locale.ROOT)))),
            Map.entry("UPPER", text(text -> TextNode.valueOf(text.toUpperCase(Locale.ROOT)))),
            Map.entry("LENGTH", text(text -> IntNode.valueOf(text.length()))),
            Map.entry("ARRAY_LENGTH", new Known(1, 1, given -> arrayLength(given.get(0)))),
            Map.entry("ARRAY_CONTAINS", new Known(2, 2, given -> arrayContains(given.get(0), given.get(1)))));

    private Functions() {}

    /** @throws QueryException when there is no such function of so many arguments */
    static Expression call(String name, List<Expression> arguments) {
        Known known = ALL.get(name.toUpperCase(Locale.ROOT));
        if (known == null) throw new QueryException("'" + name + "' is not a recognized built-in function name.");
        if (arguments.size() < known.least || arguments.size() > known.most) {
            throw new QueryException("The " + name + " function requires " + known.least + " argument(s).");
        }
        return scope -> known.body.apply(
                arguments.stream().map(each -> each.value(scope)).toList());
    }

    private static Known test(Predicate<JsonNode> test) {
        return new Known(1, 1, given -> Values.of(test.test(given.get(0))));
    }

    private static Known text(Function<String, JsonNode> body) {
        return new Known(
                1,
                1,
                given -> given.get(0).isTextual() ? body.apply(given.get(0).textValue()) : Expression.UNDEFINED);
    }

    /** The third argument asks for a comparison that does not mind case. */
    private static Known texts(BiPredicate<String, String> test) {
        return new Known(2, 3, given -> {
            if (!given.get(0).isTextual() || !given.get(1).isTextual()) return Expression.UNDEFINED;
            boolean anyCase = given.size() == 3 && Values.isTrue(given.get(2));
            return Values.of(test.test(
                    fold(given.get(0).textValue(), anyCase), fold(given.get(1).textValue(), anyCase)));
        });
    }

    private static String fold(String text, boolean anyCase) {
        return anyCase ? text.toLowerCase(Locale.ROOT) : text;
    }

    private static JsonNode arrayLength(JsonNode array) {
        return array.isArray() ? IntNode.valueOf(array.size()) : Expression.UNDEFINED;
    }

    private static JsonNode arrayContains(JsonNode array, JsonNode wanted) {
        if (!array.isArray()) return Expression.UNDEFINED;
        return Values.of(StreamSupport.stream(array.spliterator(), false)
                .anyMatch(each -> Values.isTrue(Values.compare("=", each, wanted))));
    }
}
