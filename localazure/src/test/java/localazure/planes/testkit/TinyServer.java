package localazure.planes.testkit;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The program of the test image. {@code /} answers with its first argument and its environment, {@code /ready} 200 unless
 * the argument is {@code never-ready}, {@code /exit} ends the process. The argument {@code ignores-term} ignores SIGTERM.
 */
public final class TinyServer {
    private TinyServer() {}

    public static void main(String[] arguments) throws Exception {
        String marker = arguments[0];
        System.out.println("starting " + marker);
        if (marker.equals("dies-at-once")) System.exit(3);
        if (marker.equals("ignores-term")) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                while (true) java.util.concurrent.locks.LockSupport.park();
            }));
        }
        InetAddress host = InetAddress.getByName(System.getenv("PROXY_LISTEN_HOST"));
        int port = Integer.parseInt(System.getenv("PROXY_LISTEN_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
        AtomicInteger ready = new AtomicInteger(marker.equals("never-ready") ? 503 : 200);
        answer(server, "/ready", () -> "", ready);
        answer(server, "/unready", () -> "" + ready.getAndSet(503), new AtomicInteger(200));
        answer(server, "/env", () -> System.getenv().toString(), new AtomicInteger(200));
        answer(server, "/", () -> marker + " " + System.getenv("CONTAINER_APP_REPLICA_NAME"), new AtomicInteger(200));
        server.createContext("/exit", exchange -> Runtime.getRuntime().halt(7));
        server.start();
    }

    private static void answer(
            HttpServer server, String path, java.util.function.Supplier<String> text, AtomicInteger status) {
        server.createContext(path, exchange -> {
            byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("connection", "close");
            exchange.sendResponseHeaders(status.get(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
