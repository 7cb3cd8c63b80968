package localazure.planes.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import localazure.planes.Json;
import localazure.planes.testkit.Resources;
import localazure.planes.testkit.Room;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** One account with a chat and an embeddings deployment, answering at the pace that a test asks for. */
abstract class AnsweringAccount {
    static final String VERSION_1 = "/openai/v1/";

    @TempDir
    Path stateDir;

    Room room;

    void open(Latency latency) throws Exception {
        room = Room.open(stateDir, latency).withPrivateAccount("one", "eastus", 100);
        room.put(Resources.deployment("one", "embed", "text-embedding-3-large", "1", 100));
    }

    @AfterEach
    void close() {
        room.close();
    }

    int cancelled() throws Exception {
        return room.status().path("accounts").path(0).path("cancelled").asInt();
    }

    List<String> stream(String operation, ObjectNode body) throws Exception {
        HttpResponse<String> answer =
                room.post("one", VERSION_1 + operation, body.deepCopy().put("stream", true));
        assertEquals(
                "text/event-stream; charset=utf-8",
                answer.headers().firstValue("content-type").orElse(""));
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }

    static JsonNode delta(String event) {
        return Json.read(event).path("choices").path(0).path("delta");
    }

    static String text(JsonNode response) {
        return response.at("/output/0/content/0/text").asText();
    }
}
