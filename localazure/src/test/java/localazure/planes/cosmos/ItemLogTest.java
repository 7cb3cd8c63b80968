package localazure.planes.cosmos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import localazure.planes.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemLogTest {
    @TempDir
    Path folder;

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        ItemLog.open(folder.resolve("items"), lines::add).close();
        return lines;
    }

    @Test
    void a_line_that_a_kill_cut_short_never_was() throws IOException {
        Path file = folder.resolve("items");
        try (ItemLog log = ItemLog.open(file, line -> {})) {
            log.append(Json.array("one"));
        }
        Files.writeString(file, "[\"tw", StandardOpenOption.APPEND);
        assertEquals(List.of(Json.array("one")), lines());
        try (ItemLog log = ItemLog.open(file, line -> {})) {
            log.append(Json.array("three"));
        }
        assertEquals(List.of(Json.array("one"), Json.array("three")), lines());
    }
}
