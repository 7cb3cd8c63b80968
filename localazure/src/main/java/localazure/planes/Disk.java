package localazure.planes;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files that survive a kill at any moment: written beside their place, then moved there. */
public final class Disk {
    private Disk() {}

    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, bytes, "rw-r--r--");
    }

    /** As {@link #write}, readable by this user alone. */
    public static void writeSecret(Path file, byte[] bytes) throws IOException {
        write(file, bytes, "rw-------");
    }

    private static void write(Path file, byte[] bytes, String permissions) throws IOException {
        Files.createDirectories(file.getParent());
        Path temporary = Files.createTempFile(file.getParent(), ".", ".part");
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(permissions));
        Files.write(temporary, bytes);
        moveInto(temporary, file);
    }

    /** Makes a complete file visible under its name, after its bytes have reached the disk. */
    public static void moveInto(Path temporary, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.createDirectories(file.getParent());
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes a folder and all in it; an absent one is no fault. */
    public static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) Files.delete(path);
        } catch (NoSuchFileException e) {
            // Nothing there to delete.
        }
    }
}
