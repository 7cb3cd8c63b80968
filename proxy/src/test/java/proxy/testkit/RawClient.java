package proxy.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client that sends exactly the given bytes. Every read ends after ten seconds. */
public final class RawClient implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    /** An answer; field names in lower case. */
    public record Answer(int status, Map<String, String> fields, String body) {

        public String field(String name) {
            return fields.getOrDefault(name, "");
        }
    }

    public RawClient(int port) throws IOException {
        this(port, 64 * 1024);
    }

    public RawClient(int port, int receiveBuffer) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(10_000);
        in = new BufferedInputStream(socket.getInputStream(), 1024);
    }

    public static String post(String path, String body, String... fields) {
        var extra = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        return "POST " + path + " HTTP/1.1\r\nHost: sluice\r\nContent-Type: application/json\r\n" + extra
                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    public static String chat(String model, String... fields) {
        return post("/openai/v1/chat/completions", "{\"model\":\"" + model + "\",\"messages\":[]}", fields);
    }

    public static String get(String path, String... fields) {
        var extra = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        return "GET " + path + " HTTP/1.1\r\nHost: sluice\r\n" + extra + "\r\n";
    }

    public RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return this;
    }

    public Answer call(String request) throws IOException {
        return send(request).answer();
    }

    /** Says that nothing more will be sent, and still listens. */
    public RawClient finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Reads one whole answer. */
    public Answer answer() throws IOException {
        var lines = readUntil("\r\n\r\n").split("\r\n");
        var fields = new TreeMap<String, String>();
        for (var index = 1; index < lines.length; index++) {
            var colon = lines[index].indexOf(':');
            fields.put(
                    lines[index].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[index].substring(colon + 1).strip());
        }
        var status = Integer.parseInt(lines[0].split(" ")[1]);
        return new Answer(status, fields, status < 200 ? "" : body(fields));
    }

    private String body(Map<String, String> fields) throws IOException {
        if (!"chunked".equals(fields.get("transfer-encoding"))) {
            var length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
        var body = new StringBuilder();
        for (var size = chunkSize(); size > 0; size = chunkSize()) {
            body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
            readUntil("\r\n");
        }
        readUntil("\r\n");
        return body.toString();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(readUntil("\r\n").strip(), 16);
    }

    /** Reads up to and with the text; fails when the connection ends before. */
    public String readUntil(String text) throws IOException {
        var read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.ISO_8859_1).endsWith(text)) {
            var next = in.read();
            if (next < 0) {
                throw new AssertionError("closed after: " + read.toString(StandardCharsets.ISO_8859_1));
            }
            read.write(next);
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    /** Counts the bytes up to the last chunk of a chunked answer. */
    public long readToEndOfStream() throws IOException {
        var count = 0L;
        var tail = "";
        var buffer = new byte[64 * 1024];
        while (!tail.endsWith("\r\n0\r\n\r\n")) {
            var read = in.read(buffer);
            if (read < 0) {
                throw new AssertionError("closed after " + count + " bytes");
            }
            count += read;
            tail = (tail + new String(buffer, Math.max(0, read - 8), Math.min(read, 8), StandardCharsets.ISO_8859_1));
            tail = tail.substring(Math.max(0, tail.length() - 8));
        }
        return count;
    }

    /** The end of what came until the other side closed. @param read bytes in all */
    public record End(long read, byte[] bytes) {}

    /** Reads until the other side closes, and keeps that many bytes at most. */
    public End lastBytes(int kept) throws IOException {
        var read = 0L;
        var last = new byte[kept];
        var buffer = new byte[64 * 1024];
        for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            read += count;
            var from = Math.max(0, count - kept);
            var more = count - from;
            System.arraycopy(last, more, last, 0, kept - more);
            System.arraycopy(buffer, from, last, kept - more, more);
        }
        return new End(read, last);
    }

    /** Reads what comes until the other side closes. */
    public String readToEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Whether the other side has closed in an orderly way, nothing more being sent. */
    public boolean closed() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
