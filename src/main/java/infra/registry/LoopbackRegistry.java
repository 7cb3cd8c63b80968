package infra.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks the registry's loopback stand-in, which needs no credentials, whether it has an image. */
final class LoopbackRegistry {

    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    private LoopbackRegistry() {}

    /**
     * Whether the manifest is there; a registry that cannot be asked has none.
     *
     * @param repository {@code host:port/name}
     */
    static boolean has(String repository, String digest) {
        var path = repository.replaceFirst("/", "/v2/") + "/manifests/" + digest;
        var request = HttpRequest.newBuilder(URI.create("http://" + path))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .header("Accept", MANIFEST)
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
