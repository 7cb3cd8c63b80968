package localazure.planes.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/** Accepts connections on one loopback port and serves each on a thread of its own. Closing ends every connection. */
public final class Listener implements AutoCloseable {
    /** Serves one connection to its end; the listener closes the socket afterwards. */
    public interface Connection {
        void serve(Socket socket) throws IOException;
    }

    private static final int BACKLOG = 512;

    private final ServerSocket accepting;
    private final Connection connection;
    private final ExecutorService threads;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Listener(ServerSocket accepting, Connection connection, ExecutorService threads) {
        this.accepting = accepting;
        this.connection = connection;
        this.threads = threads;
    }

    /**
     * Listens on 127.0.0.1.
     *
     * @param name of the threads
     * @param port 0 for any free one
     * @throws IOException naming the port when another program holds it
     */
    public static Listener open(String name, int port, Connection connection) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw new IOException("port " + port + ": in use (expected: free on 127.0.0.1, for " + name + ")", e);
        }
        Listener listener = new Listener(socket, connection, Threads.pool(name));
        listener.threads.execute(listener::accept);
        return listener;
    }

    public int port() {
        return accepting.getLocalPort();
    }

    private void accept() {
        while (!accepting.isClosed()) {
            try {
                start(accepting.accept());
            } catch (IOException e) {
                // A closed listener ends the loop; a connection that died in the backlog is nobody's loss.
            }
        }
    }

    /** Either {@link #close} finds the socket, or the listener is seen to be closed here. */
    private void start(Socket socket) throws IOException {
        open.add(socket);
        try {
            if (accepting.isClosed()) socket.close();
            else threads.execute(() -> serve(socket));
        } catch (RejectedExecutionException e) {
            socket.close();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            connection.serve(socket);
        } catch (IOException e) {
            // The peer left; there is nobody to tell.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            accepting.close();
            for (Socket socket : open) socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
