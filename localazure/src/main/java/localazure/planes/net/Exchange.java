package localazure.planes.net;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One HTTP request and its answer. Used by one thread. */
public final class Exchange {
    private final Socket socket;
    private final BufferedInputStream in;
    private final OutputStream out;
    private final RequestHead head;
    private final InputStream body;
    private final Map<String, String> answerHeaders = new LinkedHashMap<>();
    private boolean started;
    private boolean reusable;
    private long sent;
    private EventStream stream;

    private Exchange(Socket socket, BufferedInputStream in, RequestHead head) throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = socket.getOutputStream();
        this.head = head;
        this.body = RequestBody.of(head, in, out);
        this.reusable = head.keepAlive();
    }

    /** Reads the next request; null when the client closed between requests. */
    static Exchange read(Socket socket, BufferedInputStream in) throws IOException {
        RequestHead head = RequestHead.read(in);
        return head == null ? null : new Exchange(socket, in, head);
    }

    public String method() {
        return head.method();
    }

    /** The path as sent, without the query. */
    public String path() {
        return head.path();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(head.headers().get(name));
    }

    /** The host name of the request in lower case, without a port. */
    public String host() {
        return header("host").orElse("").replaceFirst(":\\d+$", "").toLowerCase(java.util.Locale.ROOT);
    }

    /** Headers by name; of a repeated header the last counts. */
    public Map<String, String> headers() {
        return head.headers();
    }

    public String clientAddress() {
        return socket.getInetAddress().getHostAddress();
    }

    /** The query as sent, without the question mark. */
    public String query() {
        return head.query();
    }

    public Optional<String> query(String name) {
        for (String pair : head.query().split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts[0].equals(name)) {
                return Optional.of(URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    public InputStream body() {
        return body;
    }

    public boolean started() {
        return started;
    }

    /** Adds a header to the answer; only before it has started. */
    public Exchange set(String name, Object value) {
        answerHeaders.put(name, String.valueOf(value));
        return this;
    }

    /** Answers without a body. A HEAD request may have set {@code content-length} itself. */
    public void sendEmpty(int status) throws IOException {
        if (status != 204) answerHeaders.putIfAbsent("content-length", "0");
        start(status);
        out.flush();
    }

    public void sendText(int status, String contentType, String text) throws IOException {
        send(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    public void sendJson(int status, JsonNode json) throws IOException {
        sendText(status, "application/json", json.toString());
    }

    public void send(int status, String contentType, byte[] bytes) throws IOException {
        OutputStream stream = send(status, contentType, bytes.length);
        stream.write(bytes);
        stream.flush();
    }

    /** Answers with a body of known length, which the caller writes. */
    public OutputStream send(int status, String contentType, long length) throws IOException {
        set("content-type", contentType).set("content-length", length);
        start(status);
        sent = length;
        return head.method().equals("HEAD") ? OutputStream.nullOutputStream() : out;
    }

    /** Answers with a body of unknown length. */
    public EventStream stream(int status, String contentType) throws IOException {
        set("content-type", contentType).set("transfer-encoding", "chunked");
        start(status);
        stream = new EventStream(out);
        return stream;
    }

    /** Length of the answer's body; of one that is still written, so far. */
    public long answered() {
        return stream == null ? sent : stream.written();
    }

    private void start(int status) throws IOException {
        if (started) throw new IllegalStateException("answered twice: " + head.method() + " " + head.path());
        started = true;
        StringBuilder text =
                new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(Status.reason(status));
        if (!reusable) answerHeaders.put("connection", "close");
        answerHeaders.forEach(
                (name, value) -> text.append("\r\n").append(name).append(": ").append(value));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(text.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeTo(out);
    }

    /** Waits, and returns early with true when the client has gone. */
    public boolean goneWithin(Duration wait) throws IOException {
        if (body.read() >= 0) throw new IllegalStateException("the request body must be read before waiting");
        long until = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos(); left > 0; left = until - System.nanoTime()) {
            in.mark(1);
            socket.setSoTimeout((int) Math.max(1, Math.min(left / 1_000_000, Integer.MAX_VALUE)));
            try {
                if (in.read() < 0) return true;
                in.reset();
                Thread.sleep(Math.max(0, left / 1_000_000));
            } catch (SocketTimeoutException e) {
                // Still there and silent, as a client that waits for its answer is.
            } catch (InterruptedException e) {
                throw new IOException("the server is closing", e);
            } catch (IOException e) {
                return true;
            } finally {
                socket.setSoTimeout(0);
            }
        }
        return false;
    }

    /** Ends the connection with a TCP reset. */
    public void reset() throws IOException {
        reusable = false;
        started = true;
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Leaves the connection at the next request; false when it cannot be used again. */
    boolean finish() throws IOException {
        if (!reusable || socket.isClosed()) return false;
        body.skip(Long.MAX_VALUE);
        return true;
    }
}
