package proxy.egress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** GETs one JSON document of at most 256 KiB within five seconds. */
public final class JsonFetch implements Supplier<CompletableFuture<JsonNode>> {

    private static final long MAX_BYTES = 256 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client;
    private final HttpRequest request;

    /** @param request what to send; its body handler and timeout are set here */
    public JsonFetch(HttpClient client, HttpRequest.Builder request) {
        this.client = client;
        this.request = request.timeout(Duration.ofSeconds(5)).GET().build();
    }

    /** Completes exceptionally on anything but a 200 with JSON. */
    @Override
    public CompletableFuture<JsonNode> get() {
        var body = HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES);
        return client.sendAsync(request, body).thenApply(JsonFetch::parse);
    }

    private static JsonNode parse(HttpResponse<byte[]> response) {
        try {
            if (response.statusCode() != 200) {
                throw new IOException("status: " + response.statusCode() + " (expected: 200)");
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
