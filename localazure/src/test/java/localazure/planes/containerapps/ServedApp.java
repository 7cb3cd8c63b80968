package localazure.planes.containerapps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import localazure.planes.Json;
import localazure.planes.testkit.Apps;
import localazure.planes.testkit.Room;
import localazure.planes.testkit.TestImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A platform with the test image pushed, and the app that tests put on it. */
abstract class ServedApp {
    @TempDir
    Path stateDir;

    Room room;
    int port;
    String image;

    @BeforeEach
    void open() throws Exception {
        room = Apps.prepare(Room.open(stateDir));
        port = Apps.freePort();
        image = TestImage.pushServer(room, Apps.LOGIN_SERVER, "blue");
    }

    @AfterEach
    void close() {
        room.close();
    }

    List<Path> images() throws Exception {
        try (var found = Files.list(stateDir.resolve("images"))) {
            return found.toList();
        }
    }

    Process orphan() throws Exception {
        return marked(stateDir.toRealPath().toString());
    }

    static Process marked(String folder) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/sleep", "600");
        builder.environment().put("SLUICE_LOCAL_AZURE", folder);
        return builder.start();
    }

    JsonNode app() throws Exception {
        return room.status().path("apps").path(0);
    }

    long pid() throws Exception {
        return Optional.of(app().path("replicas").path(0).path("pid").asLong())
                .filter(each -> each > 0)
                .orElseThrow();
    }

    String get(String path) throws Exception {
        HttpResponse<String> answer = send(path);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    HttpResponse<String> send(String path) throws Exception {
        String url = room.api("GET", "/api/ingress?fqdn=" + Apps.FQDN, Json.object())
                .path("url")
                .asText();
        return room.direct()
                .send(HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
