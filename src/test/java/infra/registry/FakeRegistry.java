package infra.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A registry on loopback that takes every blob and manifest and remembers the manifests. It speaks plain HTTP and ends a
 * connection that begins with TLS, as registries do: a client that prefers TLS then falls back at once.
 */
final class FakeRegistry implements AutoCloseable {

    final List<String> requests = new CopyOnWriteArrayList<>();
    final Map<String, byte[]> manifests = new ConcurrentHashMap<>();

    /** What every question for a manifest is answered with; 0 for the truth. */
    volatile int status;

    private static final int TLS_HANDSHAKE = 0x16;
    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    /** Of a repository that nothing was pushed to yet. */
    private static final String UNKNOWN = "{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"not known\"}]}";

    private final HttpServer server;
    private final ServerSocket front;

    FakeRegistry() throws IOException {
        front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        daemon(() -> {
            while (true) accept(front.accept());
        });
    }

    String endpoint() {
        return "127.0.0.1:" + front.getLocalPort();
    }

    private void accept(Socket client) {
        daemon(() -> {
            try (client) {
                var first = client.getInputStream().read();
                if (first == TLS_HANDSHAKE || first < 0) return;
                try (var behind = new Socket(
                        InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
                    behind.getOutputStream().write(first);
                    daemon(() -> behind.getInputStream().transferTo(client.getOutputStream()));
                    client.getInputStream().transferTo(behind.getOutputStream());
                }
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    /** A closed socket is how each of these ends. */
    private static void daemon(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var method = exchange.getRequestMethod();
            var path = exchange.getRequestURI().getPath();
            requests.add(method + " " + path);
            var body = exchange.getRequestBody().readAllBytes();
            if (method.equals("GET") && path.contains("/manifests/")) {
                tell(exchange, path);
            } else {
                exchange.sendResponseHeaders(answer(exchange, method, path, body), -1);
            }
        }
    }

    private void tell(HttpExchange exchange, String path) throws IOException {
        var there = status == 0 && manifests.containsKey(path);
        var body = there ? manifests.get(path) : UNKNOWN.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", there ? MANIFEST : "application/json");
        exchange.sendResponseHeaders(there ? 200 : status == 0 ? 404 : status, body.length);
        exchange.getResponseBody().write(body);
    }

    private int answer(HttpExchange exchange, String method, String path, byte[] body) {
        if (method.equals("HEAD")) return 404;
        if (method.equals("GET")) return path.equals("/v2/") ? 200 : 404;
        if (method.equals("PUT") && path.contains("/manifests/")) {
            manifests.put(path, body);
            return 201;
        }
        exchange.getResponseHeaders().add("Location", "/upload" + path);
        return method.equals("PUT") ? 201 : 202;
    }

    @Override
    public void close() throws IOException {
        front.close();
        server.stop(0);
    }
}
