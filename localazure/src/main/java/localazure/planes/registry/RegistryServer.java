package localazure.planes.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.net.Exchange;
import localazure.planes.net.Handler;

/**
 * The distribution API of every registry. Repositories are named {@code LOGIN_SERVER/REPOSITORY}; a registry that is not
 * among the resources is unknown.
 *
 * <p>Source: OCI distribution specification 1.1.
 */
public final class RegistryServer implements Handler {
    private static final String NAME = "([a-z0-9.-]+)/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)";
    private static final Pattern UPLOADS = Pattern.compile("/v2/" + NAME + "/blobs/uploads/?");
    private static final Pattern UPLOAD = Pattern.compile("/v2/" + NAME + "/blobs/uploads/([0-9a-f-]{36})");
    private static final Pattern BLOB = Pattern.compile("/v2/" + NAME + "/blobs/(sha256:[0-9a-f]{64})");
    private static final Pattern MANIFEST =
            Pattern.compile("/v2/" + NAME + "/manifests/(sha256:[0-9a-f]{64}|[A-Za-z0-9_][A-Za-z0-9._-]{0,127})");
    private static final Pattern TAGS = Pattern.compile("/v2/" + NAME + "/tags/list");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final int MAX_MANIFEST_BYTES = 4 * 1024 * 1024;

    private final Arm arm;
    private final ImageStore images;

    public RegistryServer(Arm arm, ImageStore images) {
        this.arm = arm;
        this.images = images;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        exchange.set("docker-distribution-api-version", "registry/2.0");
        try {
            route(exchange);
        } catch (RegistryError e) {
            refuse(exchange, e.status(), e.code(), e.getMessage());
        } catch (IOException e) {
            if (!exchange.started()) refuse(exchange, 500, "UNKNOWN", e.toString());
            throw e;
        }
    }

    private void route(Exchange exchange) throws IOException {
        String path = exchange.path();
        if (path.equals("/v2/") || path.equals("/v2")) {
            exchange.sendText(200, "application/json", "{}");
            return;
        }
        Matcher matched;
        if ((matched = UPLOADS.matcher(path)).matches() && exchange.method().equals("POST"))
            begin(exchange, repository(matched));
        else if ((matched = UPLOAD.matcher(path)).matches()) upload(exchange, repository(matched), matched.group(3));
        else if ((matched = BLOB.matcher(path)).matches()) blob(exchange, repository(matched), matched.group(3));
        else if ((matched = MANIFEST.matcher(path)).matches())
            manifest(exchange, repository(matched), matched.group(3));
        else if ((matched = TAGS.matcher(path)).matches()) tags(exchange, repository(matched));
        else throw new RegistryError(404, "UNSUPPORTED", exchange.method() + " " + path + ": not part of the API");
    }

    private record Repository(String registry, String name) {
        String path() {
            return "/v2/" + registry + "/" + name;
        }
    }

    private Repository repository(Matcher matched) {
        if (arm.registry(matched.group(1)).isEmpty()) {
            throw new RegistryError(404, "NAME_UNKNOWN", matched.group(1) + ": no such registry");
        }
        return new Repository(matched.group(1), matched.group(2));
    }

    /** Begins an upload. A mount from another repository is answered like a plain begin, as the specification allows. */
    private void begin(Exchange exchange, Repository repository) throws IOException {
        String id = images.begin(repository.registry());
        var digest = exchange.query("digest");
        if (digest.isEmpty()) {
            accepted(exchange, repository, id, 0);
            return;
        }
        images.append(repository.registry(), id, exchange.body());
        finish(exchange, repository, id, Digest.parse(digest.get()));
    }

    private void upload(Exchange exchange, Repository repository, String id) throws IOException {
        String registry = repository.registry();
        switch (exchange.method()) {
            case "GET" ->
                progress(exchange, repository, id, images.size(registry, id)).sendEmpty(204);
            case "PATCH" -> accepted(exchange, repository, id, append(exchange, registry, id));
            case "PUT" -> {
                Digest digest = Digest.parse(exchange.query("digest").orElse(""));
                append(exchange, registry, id);
                finish(exchange, repository, id, digest);
            }
            default -> throw new RegistryError(405, "UNSUPPORTED", exchange.method() + " of an upload");
        }
    }

    private long append(Exchange exchange, String registry, String id) throws IOException {
        String range = exchange.header("content-range").orElse("");
        long size = images.size(registry, id);
        if (!range.isEmpty() && !range.startsWith(size + "-")) {
            throw new RegistryError(
                    416, "BLOB_UPLOAD_INVALID", "content-range: " + range + " (expected: from " + size + ")");
        }
        return images.append(registry, id, exchange.body());
    }

    private static void accepted(Exchange exchange, Repository repository, String id, long size) throws IOException {
        progress(exchange, repository, id, size).sendEmpty(202);
    }

    private static Exchange progress(Exchange exchange, Repository repository, String id, long size) {
        return exchange.set("location", repository.path() + "/blobs/uploads/" + id)
                .set("docker-upload-uuid", id)
                .set("range", "0-" + Math.max(0, size - 1));
    }

    private void finish(Exchange exchange, Repository repository, String id, Digest digest) throws IOException {
        images.finish(repository.registry(), id, digest);
        exchange.set("location", repository.path() + "/blobs/" + digest)
                .set("docker-content-digest", digest)
                .sendEmpty(201);
    }

    private void blob(Exchange exchange, Repository repository, String text) throws IOException {
        Digest digest = Digest.parse(text);
        Path file = images.blob(repository.registry(), digest)
                .orElseThrow(() -> new RegistryError(404, "BLOB_UNKNOWN", text + ": not in this registry"));
        long size = Files.size(file);
        exchange.set("docker-content-digest", digest).set("accept-ranges", "bytes");
        Matcher range = RANGE.matcher(exchange.header("range").orElse(""));
        long from = range.matches() ? Long.parseLong(range.group(1)) : 0;
        long to = range.matches() && !range.group(2).isEmpty() ? Long.parseLong(range.group(2)) : size - 1;
        if (range.matches() && (from >= size || to < from)) {
            throw new RegistryError(
                    416, "BLOB_UNKNOWN", "range: " + range.group() + " (expected: within " + size + " bytes)");
        }
        long length = Math.min(to, size - 1) - from + 1;
        if (range.matches()) exchange.set("content-range", "bytes " + from + "-" + (from + length - 1) + "/" + size);
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(from);
            OutputStream out = exchange.send(range.matches() ? 206 : 200, "application/octet-stream", length);
            if (!exchange.method().equals("HEAD")) copy(in, out, length);
        }
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            out.write(buffer, 0, read);
            left -= read;
        }
        out.flush();
    }

    private void manifest(Exchange exchange, Repository repository, String reference) throws IOException {
        if (exchange.method().equals("PUT")) {
            putManifest(exchange, repository, reference);
            return;
        }
        Manifest manifest = images.manifest(repository.registry(), repository.name(), reference)
                .orElseThrow(() -> new RegistryError(404, "MANIFEST_UNKNOWN", reference + ": no such manifest"));
        exchange.set("docker-content-digest", manifest.digest()).send(200, manifest.mediaType(), manifest.bytes());
    }

    private void putManifest(Exchange exchange, Repository repository, String reference) throws IOException {
        byte[] bytes = exchange.body().readNBytes(MAX_MANIFEST_BYTES);
        String type = exchange.header("content-type").orElse("application/vnd.oci.image.manifest.v1+json");
        Manifest manifest = new Manifest(Digest.of(bytes), type, bytes);
        try {
            images.putManifest(repository.registry(), repository.name(), reference, manifest);
        } catch (IllegalArgumentException e) {
            throw new RegistryError(400, "MANIFEST_INVALID", e.getMessage());
        }
        exchange.set("location", repository.path() + "/manifests/" + manifest.digest())
                .set("docker-content-digest", manifest.digest())
                .sendEmpty(201);
    }

    private void tags(Exchange exchange, Repository repository) throws IOException {
        var tags = Json.array(images.tags(repository.registry(), repository.name()));
        exchange.sendJson(200, Json.object("name", repository.registry() + "/" + repository.name(), "tags", tags));
    }

    private static void refuse(Exchange exchange, int status, String code, String message) throws IOException {
        exchange.sendJson(status, Json.object("errors", Json.array(Json.object("code", code, "message", message))));
    }
}
