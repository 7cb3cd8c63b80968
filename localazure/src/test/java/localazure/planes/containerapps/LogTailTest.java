package localazure.planes.containerapps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("log"), "of an earlier run\n");
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    @Test
    void each_line_is_told_once_and_only_when_it_is_whole() throws IOException {
        LogTail tail = new LogTail(file);
        assertEquals(List.of(), tail.next());
        append("one\ntwö\nthr");
        assertEquals(List.of("one", "twö"), tail.next());
        assertEquals(List.of(), tail.next());
        append("ee\n");
        assertEquals(List.of("three"), tail.next());
    }

    @Test
    void a_file_that_comes_later_or_begins_anew_is_read_from_its_beginning() throws IOException {
        LogTail later = new LogTail(folder.resolve("later"));
        assertEquals(List.of(), later.next());
        Files.writeString(folder.resolve("later"), "first\n");
        assertEquals(List.of("first"), later.next());
        Files.writeString(folder.resolve("later"), "new\n");
        assertEquals(List.of("new"), later.next());
    }

    @Test
    void a_line_without_end_is_told_in_pieces() throws IOException {
        LogTail tail = new LogTail(file);
        append("x".repeat(1024 * 1024 + 1));
        assertEquals(1024 * 1024, tail.next().get(0).length());
        append("\n");
        assertEquals(List.of("x"), tail.next());
    }
}
