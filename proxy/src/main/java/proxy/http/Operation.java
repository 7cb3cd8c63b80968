package proxy.http;

import java.util.Arrays;
import java.util.Optional;
import proxy.stream.Dialect;

/** An operation of the OpenAI API that is forwarded. */
enum Operation {
    CHAT_COMPLETIONS("chat/completions", true, Dialect.CHAT),
    COMPLETIONS("completions", true, Dialect.COMPLETIONS),
    EMBEDDINGS("embeddings", true, null),
    /** Exists on the v1 surface only. */
    RESPONSES("responses", false, Dialect.RESPONSES);

    private final String path;
    private final boolean dated;
    private final Dialect dialect;

    Operation(String path, boolean dated, Dialect dialect) {
        this.path = path;
        this.dated = dated;
        this.dialect = dialect;
    }

    String path() {
        return path;
    }

    /** How its streams speak, empty when it has none. */
    Optional<Dialect> dialect() {
        return Optional.ofNullable(dialect);
    }

    /** Whether a stream tells its usage only when {@code stream_options.include_usage} asks for it. */
    boolean hasStreamOptions() {
        return dialect == Dialect.CHAT || dialect == Dialect.COMPLETIONS;
    }

    static Optional<Operation> v1(String path) {
        return Arrays.stream(values()).filter(it -> it.path.equals(path)).findFirst();
    }

    static Optional<Operation> dated(String path) {
        return v1(path).filter(it -> it.dated);
    }
}
