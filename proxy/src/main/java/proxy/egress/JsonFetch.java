package proxy.egress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** GETs one JSON document of at most 256 KiB within five seconds. */
public final class JsonFetch implements Supplier<CompletableFuture<JsonNode>> {

    private static final int MAX_BYTES = 256 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /** The connection's own limits begin anew with every byte: they end what the limit of the whole could not. */
    private static final Duration LATER = Duration.ofSeconds(1);

    private static final JsonMapper JSON = new JsonMapper();

    private final CompletableFuture<Opener> opener;
    private final Request request;
    private final BiConsumer<Runnable, Duration> later;
    private final Duration limit;

    /** What to send; as text it does not tell the fields, which may hold a secret. */
    public record Request(URI uri, Map<String, String> fields) {

        /** @throws IllegalArgumentException when the URI is neither of http nor of https */
        public Request {
            if (!Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                throw new IllegalArgumentException("uri: " + uri + " (expected: http or https)");
            }
        }

        @Override
        public String toString() {
            return uri.toString();
        }
    }

    /**
     * @param opener waited for, without limit
     * @param later runs a task after a while
     */
    public JsonFetch(CompletableFuture<Opener> opener, Request request, BiConsumer<Runnable, Duration> later) {
        this(opener, request, later, LIMIT);
    }

    JsonFetch(CompletableFuture<Opener> opener, Request request, BiConsumer<Runnable, Duration> later, Duration limit) {
        this.later = later;
        this.opener = opener;
        this.request = request;
        this.limit = limit;
    }

    /** Completes exceptionally on anything but a 200 with JSON, on a thread that may block. */
    @Override
    public CompletableFuture<JsonNode> get() {
        return opener.thenCompose(this::ask);
    }

    /** To disconnect may wait for who reads: who asked hears before that, and neither is on the thread of the timers. */
    private CompletableFuture<JsonNode> ask(Opener opener) {
        var answer = new CompletableFuture<JsonNode>();
        try {
            var connection = opener.open(request.uri());
            var ownLimit = (int) limit.plus(LATER).toMillis();
            connection.setConnectTimeout(ownLimit);
            connection.setReadTimeout(ownLimit);
            request.fields().forEach((name, value) -> set(connection, name, value));
            answer.whenComplete((done, failure) -> connection.disconnect());
            inThread(() -> answer(connection, answer));
            later.accept(() -> overdue(answer), limit);
        } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private void overdue(CompletableFuture<JsonNode> answer) {
        if (!answer.isDone()) {
            inThread(() ->
                    answer.completeExceptionally(new TimeoutException("no answer in " + limit.toMillis() + " ms")));
        }
    }

    private static void inThread(Runnable task) {
        Thread.ofPlatform().name("fetch").daemon().start(task);
    }

    private static void set(HttpURLConnection connection, String name, String value) {
        try {
            connection.setRequestProperty(name, value);
        } catch (IllegalArgumentException e) {
            // Its message quotes the value, which may be a secret.
            throw new IllegalArgumentException(name + ": unusable (expected: a value without line breaks)");
        }
    }

    private static void answer(HttpURLConnection connection, CompletableFuture<JsonNode> answer) {
        try {
            answer.complete(read(connection));
        } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private static JsonNode read(HttpURLConnection connection) throws IOException {
        if (connection.getResponseCode() != 200) {
            throw new IOException("status: " + connection.getResponseCode() + " (expected: 200)");
        }
        try (var body = connection.getInputStream()) {
            var bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("body: over " + MAX_BYTES + " bytes");
            }
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            // Its message quotes the document, which may be a token.
            throw new UncheckedIOException(new IOException("body: unreadable (expected: JSON)"));
        }
    }
}
