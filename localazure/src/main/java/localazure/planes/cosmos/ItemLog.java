package localazure.planes.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import localazure.planes.Disk;
import localazure.planes.Json;

/**
 * Changes of one container, one line each, forced to disk before they are answered. A line is whole or it does not count: a
 * kill while it is written leaves the container as before.
 */
final class ItemLog implements AutoCloseable {
    private final FileChannel channel;

    private ItemLog(FileChannel channel) {
        this.channel = channel;
    }

    /** Gives every complete line to the reader, cuts off what a kill left unfinished, and goes on after it. */
    static ItemLog open(Path file, Consumer<JsonNode> reader) throws IOException {
        Files.createDirectories(file.getParent());
        byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        int end = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') continue;
            reader.accept(Json.read(new String(bytes, end, i - end, StandardCharsets.UTF_8)));
            end = i + 1;
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(end);
        channel.position(end);
        return new ItemLog(channel);
    }

    /** Replaces the file by these lines. */
    static void rewrite(Path file, List<? extends JsonNode> lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        lines.forEach(each -> bytes.writeBytes(line(each)));
        Disk.write(file, bytes.toByteArray());
    }

    void append(JsonNode line) {
        try {
            long start = channel.position();
            try {
                for (ByteBuffer buffer = ByteBuffer.wrap(line(line)); buffer.hasRemaining(); ) channel.write(buffer);
                channel.force(false);
            } catch (IOException e) {
                channel.truncate(start);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("state-dir: cannot write an item (expected: free space)", e);
        }
    }

    private static byte[] line(JsonNode line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
