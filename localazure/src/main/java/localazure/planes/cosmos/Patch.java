package localazure.planes.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import localazure.planes.cosmos.query.Query;
import localazure.planes.cosmos.query.QueryException;

/** Partial document update. Source: Microsoft Learn: partial document update in Azure Cosmos DB for NoSQL. */
final class Patch {
    private static final int MOST_OPERATIONS = 10;
    private static final Set<String> SYSTEM = Set.of("id", "_id", "_rid", "_self", "_etag", "_ts", "_attachments");

    private Patch() {}

    /** The item after the operations; it is left as it is. */
    static ObjectNode apply(JsonNode patch, ObjectNode item) throws CosmosError {
        checkCondition(patch.path("condition").asText(""), item);
        JsonNode operations = patch.path("operations");
        if (operations.isEmpty() || operations.size() > MOST_OPERATIONS) {
            throw CosmosError.badRequest("The number of patch operations can't exceed '" + MOST_OPERATIONS + "'.");
        }
        ObjectNode changed = item.deepCopy();
        for (JsonNode each : operations) perform(each, changed);
        return changed;
    }

    private static void checkCondition(String condition, ObjectNode item) throws CosmosError {
        if (condition.isEmpty()) return;
        try {
            if (!Query.parse("SELECT * " + condition, Map.of()).matches(item)) throw CosmosError.precondition();
        } catch (QueryException e) {
            throw CosmosError.badRequest(e.getMessage());
        }
    }

    private static void perform(JsonNode operation, ObjectNode item) throws CosmosError {
        String path = operation.path("path").asText();
        JsonNode value = operation.path("value");
        switch (operation.path("op").asText()) {
            case "add" -> place(item, path).add(value);
            case "set" -> place(item, path).set(value);
            case "replace" -> place(item, path).existing().set(value);
            case "remove" -> place(item, path).existing().remove();
            case "incr" -> increment(place(item, path), value);
            case "move" -> {
                Place from = place(item, operation.path("from").asText()).existing();
                JsonNode moved = from.value().get();
                from.remove();
                place(item, path).add(moved);
            }
            default ->
                throw CosmosError.badRequest(
                        "The operation '" + operation.path("op").asText() + "' is invalid.");
        }
    }

    private static void increment(Place place, JsonNode by) throws CosmosError {
        JsonNode before = place.value().orElse(LongNode.valueOf(0));
        if (!before.isNumber() || !by.isNumber()) {
            throw CosmosError.badRequest("Increment needs a number at '" + place.path + "'.");
        }
        boolean whole = before.isIntegralNumber() && by.isIntegralNumber();
        place.set(
                whole
                        ? LongNode.valueOf(before.longValue() + by.longValue())
                        : DoubleNode.valueOf(before.doubleValue() + by.doubleValue()));
    }

    private static Place place(ObjectNode item, String path) throws CosmosError {
        String[] names = path.split("/", -1);
        if (names.length < 2 || !names[0].isEmpty() || SYSTEM.contains(names[1])) {
            throw CosmosError.badRequest("The path '" + path + "' cannot be patched.");
        }
        JsonNode parent = item;
        for (int i = 1; i < names.length - 1; i++) {
            String name = unescaped(names[i]);
            parent = parent.isArray() && name.matches("\\d{1,9}")
                    ? parent.path(Integer.parseInt(name))
                    : parent.path(name);
        }
        if (!parent.isContainerNode()) {
            throw CosmosError.badRequest("Add Operation only support adding a leaf node of an existing node(array or"
                    + " object), no path found beyond: '" + path + "'.");
        }
        return new Place(parent, unescaped(names[names.length - 1]), path);
    }

    private static String unescaped(String name) {
        return name.replace("~1", "/").replace("~0", "~");
    }

    /** The end of a path: a property of an object, or a position of an array. */
    private record Place(JsonNode parent, String name, String path) {
        Optional<JsonNode> value() {
            JsonNode found = parent.isArray() && name.matches("\\d{1,9}")
                    ? parent.get(Integer.parseInt(name))
                    : parent.get(name);
            return Optional.ofNullable(found);
        }

        Place existing() throws CosmosError {
            if (value().isEmpty()) {
                throw CosmosError.badRequest("The path '" + path + "' does not exist in the item.");
            }
            return this;
        }

        void set(JsonNode value) throws CosmosError {
            if (parent instanceof ArrayNode array && value().isPresent()) array.set(Integer.parseInt(name), value);
            else add(value);
        }

        void add(JsonNode value) throws CosmosError {
            if (parent instanceof ObjectNode object) {
                object.set(name, value);
                return;
            }
            ArrayNode array = (ArrayNode) parent;
            boolean end = name.equals("-");
            if (!end && (!name.matches("\\d{1,9}") || Integer.parseInt(name) > array.size())) {
                throw CosmosError.badRequest("The position '" + path + "' is outside the array.");
            }
            array.insert(end ? array.size() : Integer.parseInt(name), value);
        }

        void remove() {
            if (parent instanceof ArrayNode array) array.remove(Integer.parseInt(name));
            else ((ObjectNode) parent).remove(name);
        }
    }
}
