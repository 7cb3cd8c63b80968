package localazure.planes.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import localazure.planes.Json;

/** An image manifest or an index of manifests, byte for byte as it was pushed. */
public record Manifest(Digest digest, String mediaType, byte[] bytes) {
    public JsonNode json() {
        return Json.read(new String(bytes, StandardCharsets.UTF_8));
    }

    public boolean isIndex() {
        return json().has("manifests");
    }

    /** The digests of the configuration and of the layers, in that order. */
    List<Digest> blobs() {
        List<Digest> digests = new ArrayList<>();
        JsonNode json = json();
        if (json.has("config"))
            digests.add(Digest.parse(json.path("config").path("digest").asText()));
        digests.addAll(layers());
        return digests;
    }

    public List<Digest> layers() {
        List<Digest> digests = new ArrayList<>();
        json().path("layers")
                .forEach(layer -> digests.add(Digest.parse(layer.path("digest").asText())));
        return digests;
    }

    public Digest config() {
        return Digest.parse(json().path("config").path("digest").asText());
    }
}
