package proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import proxy.config.ConfigFiles;

class FileWatchTest {

    @TempDir
    private Path directory;

    private Path file;
    private FileWatch watch;
    private int changes;

    @BeforeEach
    void start() throws IOException {
        file = directory.resolve("config.json");
        Files.writeString(file, "one");
        watch = new FileWatch(() -> ConfigFiles.all(file));
    }

    private void look(int changesThen) {
        watch.look(() -> changes++);
        assertEquals(changesThen, changes);
    }

    @Test
    void a_file_that_stays_is_no_change() {
        look(0);
        look(0);
    }

    @Test
    void a_change_is_taken_once_when_it_has_settled() throws IOException {
        Files.writeString(file, "two");
        look(0);
        look(1);
        look(1);
    }

    @Test
    void a_list_of_words_that_the_file_names_is_part_of_it() throws IOException {
        var words = directory.resolve("words.txt");
        Files.writeString(words, "one");
        Files.writeString(file, "{\"screening\":{\"wordFile\":\"words.txt\"}}");
        look(0);
        look(1);
        Files.writeString(words, "two");
        look(1);
        look(2);
        Files.delete(words);
        look(2);
        look(2);
    }

    @Test
    void a_file_that_is_being_written_is_left_alone() throws IOException {
        Files.writeString(file, "tw");
        look(0);
        Files.writeString(file, "two");
        look(0);
        look(1);
    }

    @Test
    void a_change_that_is_taken_back_at_once_is_none() throws IOException {
        Files.writeString(file, "two");
        look(0);
        Files.writeString(file, "one");
        look(0);
        look(0);
    }

    @Test
    void a_file_that_is_away_for_a_moment_is_no_change() throws IOException {
        Files.delete(file);
        look(0);
        look(0);
        Files.writeString(file, "two");
        look(0);
        look(1);
    }

    @Test
    void a_link_that_leads_elsewhere_is_a_change() throws IOException {
        var link = directory.resolve("link");
        Files.createSymbolicLink(link, file);
        watch = new FileWatch(() -> ConfigFiles.all(link));
        var other = directory.resolve("other.json");
        Files.writeString(other, "two");
        Files.delete(link);
        Files.createSymbolicLink(link, other);
        look(0);
        look(1);
    }
}
