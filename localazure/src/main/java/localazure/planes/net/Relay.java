package localazure.planes.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * Carries bytes both ways between two sockets as they come. The end of one direction is passed on as a half-close, a
 * failure of either closes both.
 */
public final class Relay {
    private static final int BUFFER_BYTES = 16 * 1024;

    private Relay() {}

    /** Blocks until both directions have ended; both sockets are closed then. */
    public static void run(Socket client, Socket server, ExecutorService threads) throws IOException {
        try (client;
                server) {
            CompletableFuture<Void> answers = CompletableFuture.runAsync(() -> copy(server, client), threads);
            copy(client, server);
            answers.join();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                out.flush();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // On its way out already.
        }
    }
}
