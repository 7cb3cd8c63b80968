package infra.registry;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.http.ResponseException;
import com.google.cloud.tools.jib.registry.RegistryClient;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Images of a registry, with the credentials that the docker configuration of this machine has for it. */
final class RegistryAccess {

    private static final int NOT_FOUND = 404;

    private RegistryAccess() {}

    static RegistryImage image(String reference) throws InvalidImageReferenceException {
        var parsed = ImageReference.parse(reference);
        var image = RegistryImage.named(parsed);
        credentials(parsed).forEach(image::addCredentialRetriever);
        return image;
    }

    /**
     * {@code sha256:…} of what has the tag in the registry now; empty when nothing has.
     *
     * @param insecure whether the registry may speak plain HTTP
     * @throws IllegalStateException when the registry does not say: an image that may be there must not be pushed over
     */
    static Optional<String> digest(String reference, boolean insecure) {
        try {
            var http = new FailoverHttpClient(insecure, insecure, event -> {});
            try {
                return digest(ImageReference.parse(reference), http);
            } finally {
                http.shutDown();
            }
        } catch (IOException | RegistryException | CredentialRetrievalException | InvalidImageReferenceException e) {
            var status = status(e);
            // Of a repository that is not there yet registries say so in several words, which the library takes for
            // errors.
            if (status.filter(code -> code == NOT_FOUND).isPresent()) return Optional.empty();
            throw unknown(reference, status, e);
        }
    }

    private static Optional<Integer> status(Throwable thrown) {
        if (thrown == null) return Optional.empty();
        return thrown instanceof ResponseException response
                ? Optional.of(response.getStatusCode())
                : status(thrown.getCause());
    }

    private static Optional<String> digest(ImageReference image, FailoverHttpClient http)
            throws IOException, RegistryException, CredentialRetrievalException {
        var credential = credential(image);
        var client = RegistryClient.factory(EventHandlers.NONE, image.getRegistry(), image.getRepository(), http)
                .setCredential(credential.orElse(null))
                .setUserAgent("sluice")
                .newRegistryClient();
        if (!client.doPullBearerAuth()
                && credential.filter(each -> !each.isOAuth2RefreshToken()).isPresent()) {
            client.configureBasicAuth();
        }
        return client.checkManifest(image.getTag().orElseThrow())
                .map(manifest -> manifest.getDigest().toString());
    }

    private static Optional<Credential> credential(ImageReference image) throws CredentialRetrievalException {
        for (var each : credentials(image)) {
            var credential = each.retrieve();
            if (credential.isPresent()) return credential;
        }
        return Optional.empty();
    }

    private static List<CredentialRetriever> credentials(ImageReference image) {
        var factory = CredentialRetrieverFactory.forImage(image, (LogEvent event) -> {});
        return List.of(factory.dockerConfig(), factory.wellKnownCredentialHelpers());
    }

    private static IllegalStateException unknown(String reference, Optional<Integer> status, Exception cause) {
        var seen = status.map(code -> "HTTP " + code).orElse("no answer: " + cause.getMessage());
        return new IllegalStateException(
                "image " + reference + ": " + seen
                        + " (expected: a registry that says whether it has the image; on Azure, az acr login from inside the"
                        + " network)",
                cause);
    }
}
