package localazure.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
    private static final String ID = "/subscriptions/s/resourceGroups/RG";

    @TempDir
    Path dir;

    private static ArmResource resource(String id, String value) {
        ObjectMapper json = new ObjectMapper();
        return new ArmResource(
                id,
                "a:b:C",
                json.createObjectNode().put("v", value),
                json.createObjectNode().put("n", 1));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(dir)) {
            return all.toList();
        }
    }

    @Test
    void what_was_put_is_there_after_a_restart() throws IOException {
        ArmResource resource = resource(ID, "x");
        FileStore.open(dir).put(resource);
        assertEquals(List.of(resource), FileStore.open(dir).all());
    }

    @Test
    void ids_compare_without_case() throws IOException {
        FileStore store = FileStore.open(dir);
        store.put(resource(ID, "x"));
        store.put(resource(ID.toLowerCase(), "y"));
        assertEquals(1, files().size());
        assertEquals(
                "y",
                store.find(ID.toUpperCase()).orElseThrow().inputs().get("v").asText());
    }

    @Test
    void what_was_deleted_is_gone_after_a_restart() throws IOException {
        FileStore store = FileStore.open(dir);
        store.put(resource(ID, "x"));
        store.delete(ID);
        assertTrue(FileStore.open(dir).all().isEmpty());
        assertTrue(files().isEmpty());
    }

    @Test
    void a_write_torn_by_a_kill_leaves_the_old_state() throws IOException {
        FileStore.open(dir).put(resource(ID, "old"));
        Path file = files().get(0);
        Files.writeString(file.resolveSibling(file.getFileName() + ".tmp"), "{\"id\": \"/subscr");
        FileStore reopened = FileStore.open(dir);
        assertEquals("old", reopened.find(ID).orElseThrow().inputs().get("v").asText());
        assertEquals(List.of(file), files());
    }

    @Test
    void a_change_that_cannot_be_written_names_the_path_and_is_not_made() throws IOException {
        FileStore store = FileStore.open(dir);
        store.put(resource(ID, "old"));
        Path file = files().get(0);
        // A folder in the way of the unfinished file fails every write, as a full disk does.
        Path inTheWay = Files.createDirectory(file.resolveSibling(file.getFileName() + ".tmp"));
        Files.createFile(inTheWay.resolve("x"));
        UncheckedIOException refusal = assertThrows(UncheckedIOException.class, () -> store.put(resource(ID, "new")));
        assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("(expected: a writable folder with free space)"));
        assertEquals("old", store.find(ID).orElseThrow().inputs().get("v").asText());
    }

    @Test
    void an_unreadable_file_is_named() throws IOException {
        Files.writeString(dir.resolve("broken.json"), "{");
        IOException failure = assertThrows(IOException.class, () -> FileStore.open(dir));
        assertTrue(failure.getMessage().contains("broken.json"), failure.getMessage());
    }

    @Test
    void long_names_fit_into_file_names() throws IOException {
        FileStore store = FileStore.open(dir);
        store.put(resource(ID + "/providers/p/t/" + "n".repeat(260), "x"));
        assertEquals(1, FileStore.open(dir).all().size());
    }
}
