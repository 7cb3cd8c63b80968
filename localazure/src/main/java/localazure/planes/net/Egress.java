package localazure.planes.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;

/** A network's way out: an HTTP proxy that knows CONNECT alone and resolves names as that network would. */
public final class Egress implements AutoCloseable {
    /** Answers which loopback port stands for a host name; none when the name leads nowhere. */
    public interface Resolver {
        OptionalInt portOf(String host);
    }

    private static final int MAX_HEAD_BYTES = 8 * 1024;
    private static final String HTTPS = ":443";

    private final Resolver resolver;
    private final ExecutorService threads = Threads.pool("egress-relay");
    private final Listener listener;

    private Egress(Resolver resolver) throws IOException {
        this.resolver = resolver;
        this.listener = Listener.open("egress", 0, this::serve);
    }

    public static Egress open(Resolver resolver) throws IOException {
        return new Egress(resolver);
    }

    /** For {@code HTTPS_PROXY}. */
    public String url() {
        return "http://127.0.0.1:" + listener.port();
    }

    private void serve(Socket client) throws IOException {
        String[] request = head(client.getInputStream()).split("\r?\n", 2)[0].split(" ");
        if (!request[0].equals("CONNECT") || request.length != 3) {
            answer(client, "405 Method Not Allowed");
            return;
        }
        if (!request[1].endsWith(HTTPS)) {
            answer(client, "403 Forbidden");
            return;
        }
        OptionalInt port = resolver.portOf(request[1].substring(0, request[1].length() - HTTPS.length()));
        if (port.isEmpty()) {
            answer(client, "502 Bad Gateway");
            return;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port.getAsInt());
        server.setTcpNoDelay(true);
        answer(client, "200 Connection Established");
        Relay.run(client, server, threads);
    }

    /** Reads byte by byte: what follows the head belongs to the tunnel. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0 || head.length() > MAX_HEAD_BYTES) throw new IOException("no request head");
            head.append((char) next);
        }
        return head.toString();
    }

    private static void answer(Socket client, String status) throws IOException {
        String length = status.startsWith("200") ? "" : "content-length: 0\r\nconnection: close\r\n";
        client.getOutputStream()
                .write(("HTTP/1.1 " + status + "\r\n" + length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    @Override
    public void close() {
        listener.close();
        threads.shutdownNow();
    }
}
