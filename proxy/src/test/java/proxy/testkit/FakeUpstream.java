package proxy.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** An account made of raw sockets: the first segment of the path names the behaviour, the rest is what the proxy asked. */
public final class FakeUpstream implements AutoCloseable {

    /** Answers one request; returning normally keeps the connection. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(Exchange exchange) throws Exception;

        /** This for the first request, the other for all that follow. */
        default Behaviour then(Behaviour other) {
            return exchange -> (exchange.number() == 1 ? this : other).answer(exchange);
        }
    }

    public static Behaviour answering(String body) {
        return exchange -> exchange.answer(200, "", body);
    }

    /** @param fields that say when to come back, such as {@code retry-after: 20} */
    public static Behaviour busy(String... fields) {
        return exchange -> exchange.answer(429, String.join("\r\n", fields) + "\r\n", "{}");
    }

    /** One request and the connection it came on. {@code number} counts requests of the behaviour from 1. */
    public record Exchange(String head, byte[] body, Socket socket, int number) {

        public void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        public void send(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        public void answer(int status, String fields, String body) throws IOException {
            send("HTTP/1.1 " + status + " x\r\n" + fields + "content-type: application/json\r\ncontent-length: "
                    + body.length() + "\r\n\r\n" + body);
        }

        public void beginStream() throws IOException {
            send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");
        }

        public void chunk(String text) throws IOException {
            send(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
        }

        public void endStream() throws IOException {
            send("0\r\n\r\n");
        }

        /** Closes with a reset instead of an orderly end. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the proxy closes the connection. */
        public void awaitClose() throws IOException {
            try {
                while (socket.getInputStream().read() >= 0) {}
            } catch (IOException e) {
                // A reset is a close, too.
            }
        }

        public String path() {
            return head.split(" ")[1];
        }
    }

    private final ServerSocket listener;
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Exchange> requests = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    private FakeUpstream(ServerSocket listener) {
        this.listener = listener;
        Thread.ofVirtual().start(this::accept);
    }

    public static FakeUpstream start() throws IOException {
        return start(ServerSocketFactory.getDefault());
    }

    public static FakeUpstream start(ServerSocketFactory sockets) throws IOException {
        return new FakeUpstream(sockets.createServerSocket(0, 1024, InetAddress.getLoopbackAddress()));
    }

    public FakeUpstream on(String name, Behaviour behaviour) {
        behaviours.put(name, behaviour);
        return this;
    }

    public FakeUpstream ok(String name) {
        return on(name, answering("{\"from\":\"" + name + "\"}"));
    }

    public int port() {
        return listener.getLocalPort();
    }

    public String url(String name) {
        return "http://127.0.0.1:" + port() + "/" + name;
    }

    /** Requests of one behaviour so far. */
    public int count(String name) {
        return counts.getOrDefault(name, new AtomicInteger()).get();
    }

    public int connections() {
        return connections.get();
    }

    public Exchange nextRequest() throws InterruptedException {
        var request = requests.poll(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request arrived upstream");
        }
        return request;
    }

    /** The first request of one behaviour that is not taken yet, or null. */
    public Exchange requestOf(String name) {
        return requests.stream()
                .filter(request -> request.path().startsWith("/" + name + "/"))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            for (var head = head(in); !head.isEmpty(); head = head(in)) {
                var name = head.split(" ")[1].split("/")[1];
                var number =
                        counts.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
                var exchange = new Exchange(head, in.readNBytes(length(head)), socket, number);
                requests.add(exchange);
                behaviours.get(name).answer(exchange);
            }
        } catch (Exception e) {
            // The proxy went away, or the behaviour ended the connection.
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        for (var next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    private static int length(String head) {
        return head.lines()
                .filter(line -> line.startsWith("content-length: "))
                .mapToInt(line -> Integer.parseInt(line.substring(16)))
                .findFirst()
                .orElse(0);
    }
}
