package localazure.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

/**
 * Protobuf structs of the engine to plain JSON and back. Secrets, output values and resource references lose their
 * wrapping; absent and null are the same thing; whole numbers stay whole.
 */
final class Structs {
    private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";
    private static final String SECRET = "1b47061264138c4ac30d75fd1eb44270";
    private static final String OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
    private static final String RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
    private static final double EXACT = 1L << 53;

    private Structs() {}

    static ObjectNode toJson(Struct struct) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        struct.getFieldsMap().forEach((key, value) -> {
            JsonNode node = toJson(value);
            if (!node.isNull()) {
                object.set(key, node);
            }
        });
        return object;
    }

    private static JsonNode toJson(Value value) {
        switch (value.getKindCase()) {
            case NUMBER_VALUE:
                return number(value.getNumberValue());
            case STRING_VALUE:
                String text = value.getStringValue();
                return Unknown.isSentinel(text) ? Unknown.VALUE : JsonNodeFactory.instance.textNode(text);
            case BOOL_VALUE:
                return JsonNodeFactory.instance.booleanNode(value.getBoolValue());
            case LIST_VALUE:
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                value.getListValue().getValuesList().forEach(each -> array.add(toJson(each)));
                return array;
            case STRUCT_VALUE:
                return unwrap(value.getStructValue());
            default:
                return NullNode.instance;
        }
    }

    private static JsonNode unwrap(Struct struct) {
        Value signature = struct.getFieldsMap().get(SIGNATURE);
        if (signature == null) {
            return toJson(struct);
        }
        switch (signature.getStringValue()) {
            case SECRET:
                return toJson(struct.getFieldsOrThrow("value"));
            case OUTPUT:
                return struct.containsFields("value") ? toJson(struct.getFieldsOrThrow("value")) : Unknown.VALUE;
            case RESOURCE:
                String key = struct.containsFields("id") ? "id" : "urn";
                return toJson(struct.getFieldsOrThrow(key));
            default:
                throw new Refusal("value: an asset or archive (expected: plain JSON)");
        }
    }

    private static JsonNode number(double number) {
        if (number != Math.rint(number) || Math.abs(number) > EXACT) {
            return DoubleNode.valueOf(number);
        }
        long whole = (long) number;
        return whole == (int) whole ? IntNode.valueOf((int) whole) : LongNode.valueOf(whole);
    }

    static Struct toStruct(ObjectNode object) {
        Struct.Builder struct = Struct.newBuilder();
        object.properties().forEach(entry -> struct.putFields(entry.getKey(), toValue(entry.getValue())));
        return struct.build();
    }

    private static Value toValue(JsonNode node) {
        Value.Builder value = Value.newBuilder();
        if (node.isObject()) {
            value.setStructValue(toStruct((ObjectNode) node));
        } else if (node.isArray()) {
            node.forEach(each -> value.getListValueBuilder().addValues(toValue(each)));
            value.getListValueBuilder();
        } else if (node.isTextual()) {
            value.setStringValue(node.textValue());
        } else if (node.isNumber()) {
            value.setNumberValue(node.doubleValue());
        } else if (node.isBoolean()) {
            value.setBoolValue(node.booleanValue());
        } else {
            value.setNullValue(NullValue.NULL_VALUE);
        }
        return value.build();
    }
}
