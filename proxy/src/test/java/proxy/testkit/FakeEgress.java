package proxy.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A CONNECT proxy that leads names to local ports, as private DNS would, and refuses the others. */
public final class FakeEgress implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    public FakeEgress() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    public FakeEgress lead(String authority, int port) {
        ports.put(authority, port);
        return this;
    }

    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** What was asked for, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
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
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) socket.getInputStream().read());
            }
            var authority = head.toString().split(" ")[1];
            asked.add(authority);
            var port = ports.get(authority);
            if (port == null) {
                write(socket, "HTTP/1.1 403 Forbidden\r\n\r\n");
                return;
            }
            try (var onward = new Socket(InetAddress.getLoopbackAddress(), port)) {
                sockets.add(onward);
                write(socket, "HTTP/1.1 200 Connection established\r\n\r\n");
                var back = Thread.ofVirtual().start(() -> copy(onward, socket));
                copy(socket, onward);
                back.join();
            }
        } catch (IOException | InterruptedException e) {
            // One side left.
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // One side left.
        }
    }
}
