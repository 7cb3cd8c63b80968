package localazure.planes.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import localazure.planes.Disk;

/**
 * The images on disk, one folder per registry: {@code blobs/HEX}, {@code uploads/ID} and, per repository, manifests by
 * digest and tags. A blob or manifest is visible only once it is whole.
 */
public final class ImageStore {
    private static final String MANIFESTS = "_manifests";
    private static final String TAGS = "_tags";
    private static final String TYPE = ".type";

    private final Path folder;

    public ImageStore(Path folder) {
        this.folder = folder;
    }

    public Optional<Path> blob(String registry, Digest digest) {
        return Optional.of(blobFile(registry, digest)).filter(Files::exists);
    }

    /** Begins an upload and returns its id. */
    String begin(String registry) throws IOException {
        String id = UUID.randomUUID().toString();
        Files.createDirectories(uploads(registry));
        Files.createFile(uploads(registry).resolve(id));
        return id;
    }

    /** Adds bytes to an upload and returns its size. */
    long append(String registry, String id, InputStream bytes) throws IOException {
        try (var out = Files.newOutputStream(upload(registry, id), StandardOpenOption.APPEND)) {
            bytes.transferTo(out);
        }
        return Files.size(upload(registry, id));
    }

    long size(String registry, String id) throws IOException {
        return Files.size(upload(registry, id));
    }

    /** Turns an upload into a blob, if its bytes have the digest. */
    void finish(String registry, String id, Digest digest) throws IOException {
        Path file = upload(registry, id);
        Digest actual = Digest.of(file);
        if (!actual.equals(digest)) {
            Files.delete(file);
            throw new RegistryError(400, "DIGEST_INVALID", digest + " (expected: " + actual + ", as the bytes say)");
        }
        Disk.moveInto(file, blobFile(registry, digest));
    }

    void putManifest(String registry, String repository, String reference, Manifest manifest) throws IOException {
        for (Digest digest : manifest.blobs()) {
            if (blob(registry, digest).isEmpty()) {
                throw new RegistryError(404, "MANIFEST_BLOB_UNKNOWN", digest + ": not uploaded to this registry");
            }
        }
        if (Digest.is(reference) && !reference.equals(manifest.digest().toString())) {
            throw new RegistryError(400, "DIGEST_INVALID", reference + " (expected: " + manifest.digest() + ")");
        }
        Path file = manifestFile(registry, repository, manifest.digest());
        Disk.write(
                file.resolveSibling(file.getFileName() + TYPE),
                manifest.mediaType().getBytes(StandardCharsets.UTF_8));
        Disk.write(file, manifest.bytes());
        if (!Digest.is(reference)) {
            Path tag = repository(registry, repository).resolve(TAGS).resolve(reference);
            Disk.write(tag, manifest.digest().toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Finds a manifest by tag or digest. */
    public Optional<Manifest> manifest(String registry, String repository, String reference) throws IOException {
        Optional<Digest> digest = digest(registry, repository, reference);
        if (digest.isEmpty()) return Optional.empty();
        Path file = manifestFile(registry, repository, digest.get());
        if (!Files.exists(file)) return Optional.empty();
        String type = Files.readString(file.resolveSibling(file.getFileName() + TYPE));
        return Optional.of(new Manifest(digest.get(), type, Files.readAllBytes(file)));
    }

    private Optional<Digest> digest(String registry, String repository, String reference) throws IOException {
        if (Digest.is(reference)) return Optional.of(Digest.parse(reference));
        Path tag = repository(registry, repository).resolve(TAGS).resolve(reference);
        return Files.exists(tag) ? Optional.of(Digest.parse(Files.readString(tag))) : Optional.empty();
    }

    List<String> tags(String registry, String repository) throws IOException {
        Path tags = repository(registry, repository).resolve(TAGS);
        if (!Files.exists(tags)) return List.of();
        try (Stream<Path> found = Files.list(tags)) {
            return found.map(each -> each.getFileName().toString())
                    .filter(each -> !each.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** Removes a registry and all its images. */
    void remove(String registry) throws IOException {
        Disk.deleteTree(folder.resolve(registry));
    }

    private Path upload(String registry, String id) {
        Path file = uploads(registry).resolve(id);
        if (!Files.exists(file)) throw new RegistryError(404, "BLOB_UPLOAD_UNKNOWN", id + ": no such upload");
        return file;
    }

    private Path uploads(String registry) {
        return folder.resolve(registry).resolve("uploads");
    }

    private Path blobFile(String registry, Digest digest) {
        return folder.resolve(registry).resolve("blobs").resolve(digest.hex());
    }

    private Path repository(String registry, String repository) {
        return folder.resolve(registry).resolve("repositories").resolve(repository);
    }

    private Path manifestFile(String registry, String repository, Digest digest) {
        return repository(registry, repository).resolve(MANIFESTS).resolve(digest.hex());
    }
}
