package localazure.planes.containerapps;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import localazure.planes.Disk;

/**
 * The files of an image in a folder. Nothing is written outside the folder, whatever the layers say; absolute symbolic
 * links are made to point inside it.
 */
final class RootFilesystem {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    private static final int GZIP_MAGIC = 0x1f;

    private final Path root;

    RootFilesystem(Path root) throws IOException {
        Files.createDirectories(root);
        this.root = root.toRealPath();
    }

    /** Adds a layer on top, gzip-compressed or plain. */
    void add(Path layer) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(layer))) {
            file.mark(1);
            int first = file.read();
            file.reset();
            InputStream plain = first == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(file)) : file;
            TarEntries entries = new TarEntries(plain);
            for (TarEntries.Entry entry = entries.next(); entry != null; entry = entries.next()) add(entry, entries);
        }
    }

    private void add(TarEntries.Entry entry, TarEntries entries) throws IOException {
        Path path = inside(entry.name());
        if (path.equals(root)) return;
        String name = path.getFileName().toString();
        makeParent(path);
        if (name.equals(OPAQUE)) {
            clear(path.getParent());
            return;
        }
        if (name.startsWith(WHITEOUT)) {
            Disk.deleteTree(path.resolveSibling(name.substring(WHITEOUT.length())));
            return;
        }
        boolean replaced = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        boolean keepsFolder = entry.type() == '5' && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        if (replaced && !keepsFolder) Disk.deleteTree(path);
        write(path, entry, entries);
    }

    private void write(Path path, TarEntries.Entry entry, TarEntries entries) throws IOException {
        switch (entry.type()) {
            case '0', '7' -> {
                Files.copy(entries.open(), path, StandardCopyOption.REPLACE_EXISTING);
                Files.setPosixFilePermissions(path, permissions(entry.mode()));
                // As a container engine does: a Java start-up cache is not used with archives of another age.
                Files.setLastModifiedTime(path, FileTime.from(entry.modified(), TimeUnit.SECONDS));
            }
            case '1' -> {
                Path existing = inside(entry.link());
                requireInside(existing);
                Files.createLink(path, existing);
            }
            case '2' -> Files.createSymbolicLink(path, target(path, entry.link()));
            case '5' -> {
                Files.createDirectories(path);
                // A folder that its owner cannot write to could not be filled or deleted.
                Files.setPosixFilePermissions(path, permissions(entry.mode() | 0700));
            }
            default -> {
                // Devices and pipes have no use here.
            }
        }
    }

    private Path inside(String name) throws IOException {
        Path path = root.resolve(name.replaceFirst("^/+", "")).normalize();
        if (!path.startsWith(root)) throw new IOException("layer entry " + name + ": outside the image");
        return path;
    }

    /** Creates the folder of an entry, following links of earlier layers only while they stay inside. */
    private void makeParent(Path path) throws IOException {
        Path existing = path.getParent();
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) existing = existing.getParent();
        requireInside(existing);
        Files.createDirectories(path.getParent());
    }

    private void requireInside(Path path) throws IOException {
        if (!path.toRealPath().startsWith(root))
            throw new IOException("layer entry " + path + ": leads outside the image");
    }

    private Path target(Path link, String target) {
        if (!target.startsWith("/")) return Path.of(target);
        return link.getParent().relativize(root.resolve(target.replaceFirst("^/+", "")));
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.toList()) Disk.deleteTree(child);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        PosixFilePermission[] byBit = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < byBit.length; bit++) {
            if ((mode & 0400 >> bit) != 0) permissions.add(byBit[bit]);
        }
        return permissions;
    }
}
