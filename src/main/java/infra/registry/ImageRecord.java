package infra.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Remembers the digest that each tag had in each registry, so that a preview knows it without building, and an update sees when a tag
 * has come to mean another image.
 */
record ImageRecord(Path folder) {

    /** @param repository registry and name, without a tag */
    Optional<String> digest(String repository, String tag) {
        try {
            var file = file(repository, tag);
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remember(String repository, String tag, String digest) {
        try {
            var file = file(repository, tag);
            Files.createDirectories(file.getParent());
            var draft = Files.writeString(file.resolveSibling(tag + ".new"), digest + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String repository, String tag) {
        return folder.resolve(repository).resolve(tag);
    }
}
