package localazure.planes.containerapps;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The lines that a file gains from now on. */
final class LogTail {
    /** How much is read at once; the rest comes with the next call. */
    private static final int MOST_BYTES = 1024 * 1024;

    private final Path file;
    private long position;

    LogTail(Path file) {
        this.file = file;
        this.position = size();
    }

    /** The whole lines since the last call; a line that has no end yet waits for it. */
    synchronized List<String> next() {
        if (size() < position) position = 0;
        int length = (int) Math.min(size() - position, MOST_BYTES);
        if (length == 0) return List.of();
        byte[] bytes = new byte[length];
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(position);
            in.readFully(bytes);
        } catch (IOException e) {
            // Removed meanwhile: there is nothing more to tell.
            return List.of();
        }
        int end = length;
        while (end > 0 && bytes[end - 1] != '\n') end--;
        if (end == 0 && length == MOST_BYTES) end = length;
        position += end;
        return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
