package localazure.arm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * Resources as one JSON file each. A change is written beside its place, forced to disk and moved over it, so that a
 * kill leaves the old state or the new one. A change that cannot be written throws and is not made.
 */
public final class FileStore implements ResourceStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter WRITER = JSON.writerWithDefaultPrettyPrinter();
    private static final String SUFFIX = ".json";
    private static final String UNFINISHED = ".tmp";

    private final Path folder;
    private final ConcurrentSkipListMap<String, ArmResource> resources = new ConcurrentSkipListMap<>();

    private FileStore(Path folder) {
        this.folder = folder;
    }

    /** Opens the store in a folder, which is made when absent; what a kill left unfinished is dropped. */
    public static FileStore open(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileStore store = new FileStore(folder);
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            if (file.toString().endsWith(UNFINISHED)) {
                Files.delete(file);
            } else if (file.toString().endsWith(SUFFIX)) {
                ArmResource resource = read(file);
                store.resources.put(key(resource.id()), resource);
            }
        }
        return store;
    }

    private static ArmResource read(Path file) throws IOException {
        try {
            return JSON.readValue(file.toFile(), ArmResource.class);
        } catch (IOException e) {
            throw new IOException(file + ": unreadable (expected: a stored resource): " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<ArmResource> find(String id) {
        return Optional.ofNullable(resources.get(key(id)));
    }

    @Override
    public List<ArmResource> ofType(String token) {
        return resources.values().stream()
                .filter(each -> each.token().equals(token))
                .toList();
    }

    @Override
    public List<ArmResource> all() {
        return List.copyOf(resources.values());
    }

    @Override
    public synchronized void put(ArmResource resource) {
        Path file = file(resource.id());
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            write(unfinished, WRITER.writeValueAsBytes(resource));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder();
        } catch (IOException e) {
            dropQuietly(unfinished);
            throw unwritable(file, e);
        }
        resources.put(key(resource.id()), resource);
    }

    @Override
    public synchronized void delete(String id) {
        Path file = file(id);
        try {
            Files.deleteIfExists(file);
            forceFolder();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        resources.remove(key(id));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (ByteBuffer buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private void forceFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void dropQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException ignored) {
            // The next start drops it.
        }
    }

    private static UncheckedIOException unwritable(Path file, IOException cause) {
        String seen = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new UncheckedIOException(
                "state-dir: cannot write " + file + ": " + seen + " (expected: a writable folder with free space)",
                cause);
    }

    /** A readable name made unique by the whole id, which may be longer than a file name can be. */
    private Path file(String id) {
        String name = ArmId.name(key(id)).replaceAll("[^a-z0-9._-]", "_");
        String unique =
                UUID.nameUUIDFromBytes(key(id).getBytes(StandardCharsets.UTF_8)).toString();
        return folder.resolve(name.substring(0, Math.min(name.length(), 60)) + "-" + unique + SUFFIX);
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
