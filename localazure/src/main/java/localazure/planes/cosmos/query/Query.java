package localazure.planes.cosmos.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A parsed query. Immutable and without documents: it says which of the caller's items match, in which order, and what is
 * answered for each.
 */
public final class Query {
    /** One projected value; the text is as written. */
    record Selected(String name, Expression value, String text) {}

    /** What SELECT asks for: {@code *} when nothing is selected, one unnamed value after VALUE. */
    record Select(boolean value, List<Selected> selected, String text) {}

    /** One term of ORDER BY; the text is as written. */
    record Sort(Expression by, String text, boolean descending) {}

    /** FROM and WHERE: the alias of the items, and the filter with its text, which is empty without one. */
    record Source(String text, String alias, Expression filter, String filterText) {}

    /** The numbers of TOP, OFFSET and LIMIT. */
    record Window(OptionalInt top, OptionalInt offset, OptionalInt limit) {}

    private final Select select;
    private final Source source;
    private final List<Sort> sorts;
    private final Window window;
    private final List<Aggregate> aggregates;
    private final Map<String, JsonNode> parameters;

    Query(
            Select select,
            Source source,
            List<Sort> sorts,
            Window window,
            List<Aggregate> aggregates,
            Map<String, JsonNode> parameters) {
        this.select = select;
        this.source = source;
        this.sorts = List.copyOf(sorts);
        this.window = window;
        this.aggregates = List.copyOf(aggregates);
        this.parameters = Map.copyOf(parameters);
    }

    /**
     * Parses a query.
     *
     * @param parameters by name, with the {@code @}
     * @throws QueryException when it is wrong or outside the grammar
     */
    public static Query parse(String text, Map<String, JsonNode> parameters) {
        return new QueryParser(text, parameters).query();
    }

    /** How a client puts the answers of partitions together. */
    public ObjectNode plan() {
        return QueryPlan.of(select, source, sorts, window, aggregates);
    }

    public boolean matches(JsonNode item) {
        return Values.isTrue(source.filter.value(scope(item, List.of())));
    }

    /** The values that ORDER BY sorts an item by; empty without the clause. */
    public List<JsonNode> sortKey(JsonNode item) {
        return sorts.stream().map(each -> each.by.value(scope(item, List.of()))).toList();
    }

    /** Orders sort keys. */
    public Comparator<List<JsonNode>> order() {
        return (one, other) -> {
            for (int i = 0; i < sorts.size(); i++) {
                int order = Values.ORDER.compare(one.get(i), other.get(i));
                if (order != 0) return sorts.get(i).descending ? -order : order;
            }
            return 0;
        };
    }

    /** What ORDER BY sorts by, as paths of an indexing policy: {@code /createdAt}. */
    public List<String> sortPaths() {
        return sorts.stream()
                .map(each -> each.text
                        .substring(source.alias.length())
                        .replaceAll("\\[\"([^\"]+)\"]", ".$1")
                        .replace('.', '/'))
                .toList();
    }

    /** What is answered for an item; missing when nothing is. */
    public JsonNode project(JsonNode item) {
        return project(scope(item, List.of()));
    }

    /** What is answered for all matching items together, when the query aggregates. */
    public JsonNode aggregate(List<JsonNode> items) {
        return project(scope(Expression.UNDEFINED, items));
    }

    public boolean aggregates() {
        return !aggregates.isEmpty();
    }

    public int offset() {
        return window.offset.orElse(0);
    }

    /** The most results over all pages. */
    public int most() {
        return Math.min(window.top.orElse(Integer.MAX_VALUE), window.limit.orElse(Integer.MAX_VALUE));
    }

    private Scope scope(JsonNode item, List<JsonNode> group) {
        return new Scope(item, parameters, group);
    }

    private JsonNode project(Scope scope) {
        if (select.selected.isEmpty()) return scope.item();
        if (select.value) return select.selected.get(0).value.value(scope);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        for (Selected each : select.selected) {
            JsonNode found = each.value.value(scope);
            if (!found.isMissingNode()) answer.set(each.name, found);
        }
        return answer;
    }
}
