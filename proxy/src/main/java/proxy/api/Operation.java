package proxy.api;

import java.util.Optional;
import proxy.stream.Dialect;

/** An operation of the OpenAI API that is forwarded to whichever account has quota. */
public enum Operation {
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

    /** What follows the base of the API, without a slash before it. */
    public String path() {
        return path;
    }

    /** Whether the dated API has it too. */
    boolean dated() {
        return this != RESPONSES;
    }

    public BodyForm form() {
        return form;
    }

    /** Whether Azure counts the size of its requests at admission, and not only that they are. */
    public boolean countsTokens() {
        return counted == Counted.TOKENS;
    }

    /** How its streams speak, empty when it has none. */
    public Optional<Dialect> dialect() {
        return Optional.ofNullable(dialect);
    }

    /** Whether a stream tells its usage only when {@code stream_options.include_usage} asks for it. */
    public boolean hasStreamOptions() {
        return dialect == Dialect.CHAT || dialect == Dialect.COMPLETIONS;
    }
}
