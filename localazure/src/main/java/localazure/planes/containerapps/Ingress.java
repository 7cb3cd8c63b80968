package localazure.planes.containerapps;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import localazure.planes.net.HttpServer;
import localazure.planes.net.Listener;
import localazure.planes.net.Relay;
import localazure.planes.net.Threads;

/** An app's ingress: TLS on a loopback port, each connection relayed to one of the ready replicas in turn. */
final class Ingress implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2000;
    private static final byte[] NOBODY = ("HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain\r\n"
                    + "content-length: 20\r\nconnection: close\r\n\r\nno healthy upstream\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final SSLContext tls;
    private final Supplier<List<InetSocketAddress>> ready;
    private final ExecutorService threads = Threads.pool("ingress-relay");
    private final AtomicInteger turn = new AtomicInteger();
    private final Listener listener;

    /** @param ready the addresses that connections may go to at this moment */
    Ingress(String appId, IngressPorts ports, SSLContext tls, Supplier<List<InetSocketAddress>> ready)
            throws IOException {
        this.tls = tls;
        this.ready = ready;
        this.listener = ports.open(appId, this::serve);
    }

    int port() {
        return listener.port();
    }

    private void serve(Socket socket) throws IOException {
        SSLSocket client = (SSLSocket) HttpServer.secure(socket, tls);
        client.startHandshake();
        Optional<Socket> replica = connect();
        if (replica.isPresent()) {
            Relay.run(client, replica.get(), threads);
            return;
        }
        client.getOutputStream().write(NOBODY);
        client.close();
    }

    private Optional<Socket> connect() throws IOException {
        List<InetSocketAddress> addresses = ready.get();
        int start = Math.floorMod(turn.getAndIncrement(), Math.max(1, addresses.size()));
        for (int i = 0; i < addresses.size(); i++) {
            Socket socket = new Socket();
            try {
                socket.connect(addresses.get((start + i) % addresses.size()), CONNECT_MILLIS);
                socket.setTcpNoDelay(true);
                return Optional.of(socket);
            } catch (IOException e) {
                // It died since its last probe: the next one's turn.
                socket.close();
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        listener.close();
        threads.shutdownNow();
    }
}
