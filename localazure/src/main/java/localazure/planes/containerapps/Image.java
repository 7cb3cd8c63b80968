package localazure.planes.containerapps;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import localazure.planes.Json;
import localazure.planes.registry.Digest;

/**
 * An image that a registry holds.
 *
 * @param repository {@code LOGIN_SERVER/REPOSITORY}
 * @param layers files of the layers, lowest first
 */
record Image(String repository, Digest digest, List<Path> layers, Config config) {
    /** What the image says about its process. */
    record Config(
            List<String> entrypoint, List<String> arguments, String workingDirectory, Map<String, String> environment) {
        static Config read(Path blob) throws IOException {
            JsonNode config = Json.read(Files.readAllBytes(blob)).path("config");
            Map<String, String> environment = new TreeMap<>();
            for (JsonNode each : config.path("Env")) {
                String[] pair = each.asText().split("=", 2);
                environment.put(pair[0], pair.length > 1 ? pair[1] : "");
            }
            return new Config(
                    texts(config.path("Entrypoint")),
                    texts(config.path("Cmd")),
                    config.path("WorkingDir").asText("/"),
                    environment);
        }
    }

    /** The command line: what the app asks for, else what the image says. */
    List<String> commandLine(AppSpec app) {
        List<String> line = new ArrayList<>(app.command().isEmpty() ? config.entrypoint() : app.command());
        // An overridden command drops the image's arguments, as in Kubernetes.
        if (!app.arguments().isEmpty()) line.addAll(app.arguments());
        else if (app.command().isEmpty()) line.addAll(config.arguments());
        return line;
    }

    private static List<String> texts(JsonNode array) {
        return Json.stream(array).map(JsonNode::asText).toList();
    }
}
