package localazure.planes.cosmos.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The answer to a query-plan request: what a client sends to each partition and how it puts the answers together. Source:
 * Azure/azure-sdk-for-java {@code com.azure.cosmos.implementation.query.QueryInfo} and the order-by and aggregate stages there.
 */
final class QueryPlan {
    /** Where the client writes how far it came when it goes on with an ordered query. */
    private static final String RESUME = "{documentdb-formattableorderbyquery-filter}";

    private final Query.Select select;
    private final Query.Source source;
    private final List<Query.Sort> sorts;
    private final Query.Window window;

    private QueryPlan(Query.Select select, Query.Source source, List<Query.Sort> sorts, Query.Window window) {
        this.select = select;
        this.source = source;
        this.sorts = sorts;
        this.window = window;
    }

    static ObjectNode of(
            Query.Select select,
            Query.Source source,
            List<Query.Sort> sorts,
            Query.Window window,
            List<Aggregate> aggregates) {
        ObjectNode plan = JsonNodeFactory.instance.objectNode().put("partitionedQueryExecutionInfoVersion", 2);
        plan.set("queryInfo", new QueryPlan(select, source, sorts, window).info(aggregates));
        plan.putArray("queryRanges")
                .addObject()
                .put("min", "")
                .put("max", "FF")
                .put("isMinInclusive", true)
                .put("isMaxInclusive", false);
        return plan;
    }

    private ObjectNode info(List<Aggregate> aggregates) {
        ObjectNode info = JsonNodeFactory.instance.objectNode().put("distinctType", "None");
        put(info, "top", window.top());
        put(info, "offset", window.offset());
        put(info, "limit", window.limit());
        ArrayNode directions = info.putArray("orderBy");
        ArrayNode expressions = info.putArray("orderByExpressions");
        for (Query.Sort sort : sorts) {
            directions.add(sort.descending() ? "Descending" : "Ascending");
            expressions.add(sort.text());
        }
        info.putArray("groupByExpressions");
        info.putArray("groupByAliases");
        info.putObject("groupByAliasToAggregateType");
        ArrayNode names = info.putArray("aggregates");
        aggregates.forEach(each -> names.add(each.function().name()));
        return info.put("hasSelectValue", select.value())
                .put("hasNonStreamingOrderBy", false)
                .put("rewrittenQuery", rewritten(aggregates));
    }

    private static void put(ObjectNode info, String name, OptionalInt number) {
        if (number.isPresent()) info.put(name, number.getAsInt());
        else info.putNull(name);
    }

    private String rewritten(List<Aggregate> aggregates) {
        if (!aggregates.isEmpty()) return "SELECT VALUE [{\"item\": " + partial(aggregates) + "}]" + from("");
        if (!sorts.isEmpty()) return ordered();
        if (window.limit().isEmpty()) return "";
        return "SELECT " + select.text() + from("") + limit();
    }

    private String partial(List<Aggregate> aggregates) {
        boolean alone = select.value()
                && select.selected().size() == 1
                && select.selected().get(0).value() instanceof Aggregate;
        if (!alone
                || !sorts.isEmpty()
                || window.limit().isPresent()
                || window.top().isPresent()) {
            throw new QueryException("An aggregate stands alone: SELECT VALUE COUNT(1) FROM c WHERE …");
        }
        return aggregates.get(0).partial();
    }

    private String ordered() {
        String keys = sorts.stream()
                .map(each -> "{\"item\": " + each.text() + "}")
                .collect(Collectors.joining(", ", "[", "]"));
        String order = sorts.stream()
                .map(each -> each.text() + (each.descending() ? " DESC" : " ASC"))
                .collect(Collectors.joining(", ", " ORDER BY ", ""));
        String top = window.top().isPresent() ? "TOP " + window.top().getAsInt() + " " : "";
        return "SELECT " + top + source.alias() + "._rid, " + keys + " AS orderByItems, " + payload() + " AS payload"
                + from(RESUME) + order + (window.limit().isPresent() ? limit() : "");
    }

    private String payload() {
        if (select.selected().isEmpty()) return source.alias();
        if (select.value()) return select.selected().get(0).text();
        return select.selected().stream()
                .map(each -> "\"" + each.name() + "\": " + each.text())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private String from(String more) {
        String both = List.of(source.filterText(), more).stream()
                .filter(each -> !each.isEmpty())
                .map(each -> "(" + each + ")")
                .collect(Collectors.joining(" AND "));
        return " FROM " + source.text() + (both.isEmpty() ? "" : " WHERE " + both);
    }

    /** Each partition gives what would be skipped as well, because the client does the skipping. */
    private String limit() {
        return " OFFSET 0 LIMIT " + (window.offset().orElse(0) + window.limit().getAsInt());
    }
}
