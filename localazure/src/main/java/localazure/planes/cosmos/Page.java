package localazure.planes.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import localazure.planes.Json;
import localazure.planes.cosmos.query.Query;

/**
 * One page of a query's answer. A continuation says after which sort key and item the next page begins, so that items deleted
 * or added meanwhile move nothing.
 */
record Page(ArrayNode documents, Optional<String> continuation) {
    /** Where a page ended, and how many results came before. */
    private record Mark(List<JsonNode> key, long number, int given) {}

    private record Row(List<JsonNode> key, Item item) {}

    /** @param size most documents of the page */
    static Page of(Query query, Stream<Item> items, String continuation, int size) throws CosmosError {
        List<Item> matching =
                items.filter(each -> query.matches(each.document())).toList();
        if (query.aggregates()) {
            List<JsonNode> documents =
                    matching.stream().map(each -> (JsonNode) each.document()).toList();
            JsonNode answer = query.aggregate(documents);
            return new Page(answer.isMissingNode() ? Json.array() : Json.array(List.of(answer)), Optional.empty());
        }
        Comparator<Row> order = Comparator.comparing(Row::key, query.order()).thenComparing(row -> row.item.number());
        List<Row> rows = matching.stream()
                .map(each -> new Row(query.sortKey(each.document()), each))
                .sorted(order)
                .toList();
        Mark mark = mark(continuation);
        int from = mark.given == 0 ? Math.min(query.offset(), rows.size()) : after(rows, mark, query);
        int left = Math.min(query.most() - mark.given, rows.size() - from);
        int count = Math.max(0, Math.min(left, size));
        ArrayNode documents = Json.array();
        for (Row row : rows.subList(from, from + count)) {
            JsonNode answer = query.project(row.item.document());
            if (!answer.isMissingNode()) documents.add(answer);
        }
        Optional<String> next = count < left
                ? Optional.of(continuation(rows.get(from + count - 1), mark.given + count))
                : Optional.empty();
        return new Page(documents, next);
    }

    private static int after(List<Row> rows, Mark mark, Query query) {
        Comparator<List<JsonNode>> order = query.order();
        for (int i = 0; i < rows.size(); i++) {
            int compared = order.compare(rows.get(i).key, mark.key);
            if (compared > 0 || compared == 0 && rows.get(i).item.number() > mark.number) return i;
        }
        return rows.size();
    }

    private static String continuation(Row row, int given) {
        List<ObjectNode> key = new ArrayList<>();
        row.key.forEach(each -> key.add(each.isMissingNode() ? Json.object() : Json.object("v", each)));
        ObjectNode mark = Json.object("k", Json.array(key), "n", row.item.number(), "g", given);
        return Base64.getEncoder().encodeToString(mark.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Mark mark(String continuation) throws CosmosError {
        if (continuation.isEmpty()) return new Mark(List.of(), 0, 0);
        try {
            JsonNode mark = Json.read(Base64.getDecoder().decode(continuation));
            List<JsonNode> key = new ArrayList<>();
            mark.path("k").forEach(each -> key.add(each.has("v") ? each.get("v") : MissingNode.getInstance()));
            return new Mark(key, mark.path("n").asLong(), mark.path("g").asInt());
        } catch (IOException | IllegalArgumentException e) {
            throw CosmosError.badRequest("Malformed Continuation Token");
        }
    }
}
