package localazure.planes.net;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * HTTP/1.1 with keep-alive over blocking sockets, a thread per connection. Its handlers may watch for the client's
 * departure between writes, reset the connection, and stream both ways, which the JDK's server does not offer.
 */
public final class HttpServer {
    private static final Logger LOG = Logger.getLogger(HttpServer.class.getName());
    private static final int TLS_HANDSHAKE = 0x16;

    private HttpServer() {}

    public static Listener plain(String name, int port, Handler handler) throws IOException {
        return Listener.open(name, port, socket -> serve(socket, handler));
    }

    public static Listener tls(String name, int port, SSLContext context, Handler handler) throws IOException {
        return Listener.open(name, port, socket -> serve(secure(socket, context), handler));
    }

    /** Serves with the TLS that holds when a connection comes. */
    public static Listener.Connection tls(Supplier<SSLContext> context, Handler handler) {
        return socket -> serve(secure(socket, context.get()), handler);
    }

    /** The server side of TLS over an accepted socket. */
    public static Socket secure(Socket socket, SSLContext context) throws IOException {
        SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
        secure.setUseClientMode(false);
        return secure;
    }

    private static void serve(Socket socket, Handler handler) throws IOException {
        BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
        if (startsWithTls(in)) return;
        Exchange exchange;
        while ((exchange = Exchange.read(socket, in)) != null) {
            answer(exchange, handler);
            if (!exchange.finish()) return;
        }
    }

    /** Clients that try HTTPS first fall back at once when the connection closes, and hang when it stays silent. */
    private static boolean startsWithTls(BufferedInputStream in) throws IOException {
        in.mark(1);
        int first = in.read();
        in.reset();
        return first == TLS_HANDSHAKE;
    }

    private static void answer(Exchange exchange, Handler handler) throws IOException {
        try {
            handler.handle(exchange);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, exchange.method() + " " + exchange.path(), e);
            if (exchange.started()) throw new IOException("broke off inside an answer", e);
            exchange.sendText(500, "text/plain", "internal error: " + e + "\n");
        }
    }
}
