package proxy.egress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** GETs one JSON document of at most 256 KiB within five seconds. */
public final class JsonFetch implements Supplier<CompletableFuture<JsonNode>> {

    private static final long MAX_BYTES = 256 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final JsonMapper JSON = new JsonMapper();

    private final CompletableFuture<HttpClient> client;
    private final HttpRequest request;
    private final Duration limit;

    /** @param client waited for, without limit; request what to send */
    public JsonFetch(CompletableFuture<HttpClient> client, HttpRequest.Builder request) {
        this(client, request, LIMIT);
    }

    JsonFetch(CompletableFuture<HttpClient> client, HttpRequest.Builder request, Duration limit) {
        this.client = client;
        this.limit = limit;
        this.request = request.GET().build();
    }

    /**
     * Completes exceptionally on anything but a 200 with JSON. The limit is not the client's own, which ends with the head of an
     * answer and would wait for its body for ever.
     */
    @Override
    public CompletableFuture<JsonNode> get() {
        return client.thenCompose(this::ask);
    }

    private CompletableFuture<JsonNode> ask(HttpClient client) {
        var body = HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES);
        var answer = client.sendAsync(request, body);
        return answer.copy()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> answer.cancel(true))
                .thenApply(JsonFetch::parse);
    }

    private static JsonNode parse(HttpResponse<byte[]> response) {
        try {
            if (response.statusCode() != 200) {
                throw new IOException("status: " + response.statusCode() + " (expected: 200)");
            }
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            // Its message quotes the document, which may be a token.
            throw new UncheckedIOException(new IOException("body: unreadable (expected: JSON)"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
