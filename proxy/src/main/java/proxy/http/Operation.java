package proxy.http;

import java.util.Optional;
import proxy.stream.Dialect;

/** An operation of the OpenAI API that is forwarded to whichever account has quota. */
enum Operation {
    CHAT_COMPLETIONS("chat/completions", BodyForm.JSON, Counted.TOKENS, Dialect.CHAT),
    COMPLETIONS("completions", BodyForm.JSON, Counted.TOKENS, Dialect.COMPLETIONS),
    EMBEDDINGS("embeddings", BodyForm.JSON, Counted.TOKENS, null),
    IMAGES_GENERATIONS("images/generations", BodyForm.JSON, Counted.REQUESTS, Dialect.MEDIA),
    IMAGES_EDITS("images/edits", BodyForm.MULTIPART, Counted.REQUESTS, Dialect.MEDIA),
    AUDIO_TRANSCRIPTIONS("audio/transcriptions", BodyForm.MULTIPART, Counted.REQUESTS, Dialect.MEDIA),
    AUDIO_TRANSLATIONS("audio/translations", BodyForm.MULTIPART, Counted.REQUESTS, null),
    AUDIO_SPEECH("audio/speech", BodyForm.JSON, Counted.REQUESTS, Dialect.MEDIA),
    /** Exists on the v1 surface only. */
    RESPONSES("responses", BodyForm.JSON, Counted.TOKENS, Dialect.RESPONSES);

    /** Whether Azure counts the size of a request at admission, or only that it is one. */
    private enum Counted {
        TOKENS,
        REQUESTS
    }

    private final String path;
    private final BodyForm form;
    private final Counted counted;
    private final Dialect dialect;

    Operation(String path, BodyForm form, Counted counted, Dialect dialect) {
        this.path = path;
        this.form = form;
        this.counted = counted;
        this.dialect = dialect;
    }

    String path() {
        return path;
    }

    boolean dated() {
        return this != RESPONSES;
    }

    BodyForm form() {
        return form;
    }

    boolean countsTokens() {
        return counted == Counted.TOKENS;
    }

    /** How its streams speak, empty when it has none. */
    Optional<Dialect> dialect() {
        return Optional.ofNullable(dialect);
    }

    /** Whether a stream tells its usage only when {@code stream_options.include_usage} asks for it. */
    boolean hasStreamOptions() {
        return dialect == Dialect.CHAT || dialect == Dialect.COMPLETIONS;
    }
}
