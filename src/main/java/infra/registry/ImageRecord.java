package infra.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Remembers the digest of each image that was built on this machine, so that a preview knows it without building. */
record ImageRecord(Path folder) {

    Optional<String> digest(String tag) {
        try {
            var file = folder.resolve(tag);
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remember(String tag, String digest) {
        try {
            Files.createDirectories(folder);
            var draft = Files.writeString(folder.resolve(tag + ".new"), digest + "\n");
            Files.move(draft, folder.resolve(tag), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
