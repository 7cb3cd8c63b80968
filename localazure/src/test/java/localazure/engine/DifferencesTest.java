package localazure.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static Map<String, Backend.Change> between(String before, String after) throws IOException {
        ObjectMapper json = new ObjectMapper();
        return Differences.of((ObjectNode) json.readTree(before), (ObjectNode) json.readTree(after));
    }

    @Test
    void equal_objects_do_not_differ() throws IOException {
        assertEquals(Map.of(), between("{\"a\":[{\"b\":1}]}", "{\"a\":[{\"b\":1}]}"));
    }

    @Test
    void changes_are_told_by_path() throws IOException {
        assertEquals(
                Map.of(
                        "a[0].b", Backend.Change.UPDATE,
                        "a[1]", Backend.Change.ADD,
                        "gone", Backend.Change.DELETE),
                between("{\"a\":[{\"b\":1}],\"gone\":1}", "{\"a\":[{\"b\":2},3]}"));
    }

    @Test
    void keys_that_are_no_names_are_quoted() throws IOException {
        assertEquals(
                Map.of("tags[\"a.b\"]", Backend.Change.ADD), between("{\"tags\":{}}", "{\"tags\":{\"a.b\":\"1\"}}"));
    }
}
