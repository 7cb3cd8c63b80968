package localazure.planes.openai;

import java.util.Arrays;
import java.util.Optional;

/** What a model can be asked for. */
enum Operation {
    CHAT("chat/completions", "ChatCompletions_Create", "chat", new ChatShape()),
    COMPLETIONS("completions", "Completions_Create", "chat", new CompletionShape()),
    EMBEDDINGS("embeddings", "Embeddings_Create", "embeddings", new EmbeddingShape()),
    RESPONSES("responses", "Responses_Create", "chat", new ResponseShape());

    private final String path;
    private final String azureName;
    private final String modelKind;
    private final Shape shape;

    Operation(String path, String azureName, String modelKind, Shape shape) {
        this.path = path;
        this.azureName = azureName;
        this.modelKind = modelKind;
        this.shape = shape;
    }

    static Optional<Operation> at(String path) {
        return Arrays.stream(values()).filter(each -> each.path.equals(path)).findFirst();
    }

    String path() {
        return path;
    }

    /** As it is named in Azure's rate-limit messages. */
    String azureName() {
        return azureName;
    }

    /** The kind of model that serves it. */
    String modelKind() {
        return modelKind;
    }

    Shape shape() {
        return shape;
    }
}
