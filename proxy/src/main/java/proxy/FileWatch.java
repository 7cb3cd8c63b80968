package proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Notices that a file has another content than before, once it has stayed the same from one look to the next: a half-written one
 * is not taken. It reads the file each time, because a mounted volume is changed by swapping links, which no file notification tells.
 */
final class FileWatch {

    private final Path file;
    private String taken;
    private String seen;

    /** What is in the file now is no change; so it is made before anybody reads the file. */
    FileWatch(Path file) {
        this.file = file;
        this.taken = read("");
        this.seen = taken;
    }

    void look(Runnable changed) {
        var now = read(seen);
        var settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(taken)) {
            taken = now;
            changed.run();
        }
    }

    /** A file that cannot be read is on its way to be replaced. */
    private String read(String otherwise) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
