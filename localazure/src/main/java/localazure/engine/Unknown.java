package localazure.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;

/** The engine's stand-in for a value that only exists after an update; previews carry it inside inputs and outputs. */
public final class Unknown {
    /** Every form the engine knows, one per element type, as in {@code sdk/go/common/resource/plugin/rpc.go}. */
    private static final Set<String> SENTINELS = Set.of(
            "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
            "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
            "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
            "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
            "030794c1-ac77-496b-92df-f27374a8bd58",
            "e48ece36-62e2-4504-bad9-02848725956a",
            "dd056dcd-154b-4c76-9bd3-c8f88648b5ff");

    /** The one form that a {@link Backend} sees and answers. */
    public static final TextNode VALUE = TextNode.valueOf("04da6b54-80e4-46f7-96ec-b56ff0331ba9");

    private Unknown() {}

    public static boolean is(JsonNode node) {
        return node != null && node.isTextual() && isSentinel(node.textValue());
    }

    static boolean isSentinel(String text) {
        return SENTINELS.contains(text);
    }

    /** Whether the value or anything inside it is unknown. */
    public static boolean inside(JsonNode node) {
        if (is(node)) {
            return true;
        }
        for (JsonNode child : node) {
            if (inside(child)) {
                return true;
            }
        }
        return false;
    }
}
