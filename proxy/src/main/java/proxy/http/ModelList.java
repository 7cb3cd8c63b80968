package proxy.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collection;

/** The answer to {@code GET /v1/models}: what is configured, not what an account says. */
final class ModelList {

    private static final JsonMapper JSON = new JsonMapper();

    private ModelList() {}

    static byte[] json(Collection<String> models) {
        var list = JSON.createObjectNode().put("object", "list");
        var data = list.putArray("data");
        models.stream()
                .sorted()
                .forEach(model -> data.addObject()
                        .put("id", model)
                        .put("object", "model")
                        .put("created", 0)
                        .put("owned_by", "sluice"));
        try {
            return JSON.writeValueAsBytes(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
