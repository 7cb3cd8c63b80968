package proxy.http;

import java.util.Arrays;
import java.util.Optional;

/** An operation of the OpenAI API that is forwarded. */
enum Operation {
    CHAT_COMPLETIONS("chat/completions", true, true),
    COMPLETIONS("completions", true, true),
    EMBEDDINGS("embeddings", true, false),
    /** Exists on the v1 surface only; its streams end with an event of their own, not with {@code [DONE]}. */
    RESPONSES("responses", false, false);

    private final String path;
    private final boolean dated;
    private final boolean endsWithDone;

    Operation(String path, boolean dated, boolean endsWithDone) {
        this.path = path;
        this.dated = dated;
        this.endsWithDone = endsWithDone;
    }

    String path() {
        return path;
    }

    /** Whether a stream that ends without {@code data: [DONE]} was cut. */
    boolean endsWithDone() {
        return endsWithDone;
    }

    static Optional<Operation> v1(String path) {
        return Arrays.stream(values()).filter(it -> it.path.equals(path)).findFirst();
    }

    static Optional<Operation> dated(String path) {
        return v1(path).filter(it -> it.dated);
    }
}
