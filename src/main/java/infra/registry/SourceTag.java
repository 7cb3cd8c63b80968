package infra.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A digest over texts and files: each part is counted with its name and length, files of a folder in the order of their paths. */
final class SourceTag {

    private final MessageDigest digest;

    SourceTag() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    SourceTag text(String name, String value) {
        return part(name, value.getBytes(StandardCharsets.UTF_8));
    }

    SourceTag file(String name, Path file) {
        try {
            return part(name, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file, or every file below a folder. */
    SourceTag tree(Path root, Path path) {
        for (var file : files(path)) file(root.relativize(file).toString(), file);
        return this;
    }

    /** The tag: 20 hexadecimal digits. */
    String value() {
        return HexFormat.of().formatHex(digest.digest()).substring(0, 20);
    }

    static List<Path> files(Path path) {
        try (var walk = Files.walk(path)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SourceTag part(String name, byte[] bytes) {
        digest.update((name + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
        return this;
    }
}
