package localazure.planes.containerapps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import localazure.planes.Disk;
import localazure.planes.Json;
import localazure.planes.net.Listener;

/** Which port each app's ingress or each gateway has. It keeps its port as long as it exists, across restarts. */
public final class IngressPorts {
    private static final int TRIES = 100;

    private final Path file;
    private final int first;

    /** @param first the port of the first one; 0 for any free ones */
    public IngressPorts(Path file, int first) {
        this.file = file;
        this.first = first;
    }

    /** @throws IOException naming the port when another program holds the one that it has */
    public synchronized Listener open(String appId, Listener.Connection connection) throws IOException {
        ObjectNode ports = read();
        String key = appId.toLowerCase(Locale.ROOT);
        if (ports.has(key)) return Listener.open("ingress", ports.path(key).asInt(), connection);
        Listener listener = firstFree(ports, connection);
        write(ports.put(key, listener.port()));
        return listener;
    }

    public synchronized void forget(String appId) throws IOException {
        ObjectNode ports = read();
        if (ports.remove(appId.toLowerCase(Locale.ROOT)) != null) write(ports);
    }

    private Listener firstFree(ObjectNode ports, Listener.Connection connection) throws IOException {
        IOException last = null;
        for (int port = first; port < first + TRIES; port++) {
            if (isTaken(ports, port)) continue;
            try {
                return Listener.open("ingress", port, connection);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException("ports " + first + " to " + (first + TRIES - 1) + ": none free for an ingress", last);
    }

    private static boolean isTaken(ObjectNode ports, int port) {
        return Json.stream(ports).anyMatch(each -> each.asInt() == port);
    }

    private ObjectNode read() throws IOException {
        return Files.exists(file) ? (ObjectNode) Json.read(Files.readAllBytes(file)) : Json.object();
    }

    private void write(ObjectNode ports) throws IOException {
        Disk.write(file, ports.toString().getBytes(StandardCharsets.UTF_8));
    }
}
