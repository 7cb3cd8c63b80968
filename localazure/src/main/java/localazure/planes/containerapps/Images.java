package localazure.planes.containerapps;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localazure.arm.ArmException;
import localazure.arm.ArmResource;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.registry.Digest;
import localazure.planes.registry.ImageStore;
import localazure.planes.registry.Manifest;

/**
 * Finds the image of an app as the platform would pull it: the registry must exist, the app's identity must be allowed to
 * pull, and the manifest must be there.
 *
 * <p>Code and texts of the refusals are from reports (microsoft/azure-container-apps 863,
 * Azure/container-apps-deploy-action 85); that every cause shares the code is unverified.
 */
final class Images {
    private static final Pattern REFERENCE =
            Pattern.compile("([^/]+)/([^:@]+)(?::([^@]+))?(?:@(sha256:[0-9a-f]{64}))?");

    private final Arm arm;
    private final ImageStore store;

    Images(Arm arm, ImageStore store) {
        this.arm = arm;
        this.store = store;
    }

    Image find(AppSpec app) throws IOException {
        Matcher reference = REFERENCE.matcher(app.image());
        if (!reference.matches()) throw refused(app, "could not parse reference: " + app.image());
        String server = reference.group(1).toLowerCase(Locale.ROOT);
        ArmResource registry =
                arm.registry(server).orElseThrow(() -> refused(app, "lookup " + server + ": no such host"));
        if (!mayPull(app, server, registry)) {
            throw refused(
                    app,
                    "GET https:?scope=repository%3A" + reference.group(2) + "%3Apull&service=" + server
                            + ": UNAUTHORIZED: authentication required, visit https://aka.ms/acr/authorization for more"
                            + " information.");
        }
        String wanted = Optional.ofNullable(reference.group(4))
                .or(() -> Optional.ofNullable(reference.group(3)))
                .orElse("latest");
        Manifest manifest = manifest(server, reference.group(2), wanted)
                .orElseThrow(
                        () -> refused(app, "GET https:: MANIFEST_UNKNOWN: manifest \"" + wanted + "\" is not found"));
        return image(server, reference.group(2), manifest);
    }

    private boolean mayPull(AppSpec app, String server, ArmResource registry) {
        String identityId = app.pullIdentities().getOrDefault(server, "");
        return app.identityIds().stream().anyMatch(identityId::equalsIgnoreCase)
                && arm.store()
                        .find(identityId)
                        .map(identity -> identity.outputs().path("principalId").asText())
                        .filter(principal -> arm.holds(principal, Arm.PULL_IMAGES, registry.id()))
                        .isPresent();
    }

    private Optional<Manifest> manifest(String server, String repository, String reference) throws IOException {
        Optional<Manifest> found = store.manifest(server, repository, reference);
        if (found.isEmpty() || !found.get().isIndex()) return found;
        Optional<String> forLinux = Json.stream(found.get().json().path("manifests"))
                .filter(each -> each.path("platform").path("os").asText().equals("linux"))
                .filter(each ->
                        each.path("platform").path("architecture").asText().equals("amd64"))
                .map(each -> each.path("digest").asText())
                .findFirst();
        return forLinux.isEmpty() ? Optional.empty() : store.manifest(server, repository, forLinux.get());
    }

    private Image image(String server, String repository, Manifest manifest) throws IOException {
        List<Path> layers = new ArrayList<>();
        for (Digest layer : manifest.layers()) layers.add(blob(server, layer));
        Image.Config config = Image.Config.read(blob(server, manifest.config()));
        return new Image(server + "/" + repository, manifest.digest(), layers, config);
    }

    private Path blob(String server, Digest digest) throws IOException {
        return store.blob(server, digest).orElseThrow(() -> new IOException(digest + ": missing from " + server));
    }

    private static ArmException refused(AppSpec app, String reason) {
        return new ArmException(
                400,
                "InvalidParameterValueInContainerTemplate",
                "The following field(s) are either invalid or missing. Field 'template.containers." + app.name()
                        + ".image' is invalid with details: 'Invalid value: \"" + app.image() + "\": " + reason
                        + "';.");
    }
}
