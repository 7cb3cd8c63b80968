package proxy.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/** The answers to {@code GET /v1/models} and {@code /v1/models/NAME}: what is configured, not what an account says. */
final class ModelList {

    private static final JsonMapper JSON = new JsonMapper();

    private ModelList() {}

    static byte[] json(Collection<String> models) {
        var list = JSON.createObjectNode().put("object", "list");
        var data = list.putArray("data");
        models.stream().sorted().map(ModelList::model).forEach(data::add);
        return bytes(list);
    }

    static byte[] json(String model) {
        return bytes(model(model));
    }

    private static ObjectNode model(String name) {
        return JSON.createObjectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "sluice");
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
