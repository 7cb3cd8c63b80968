package localazure.planes.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The request line and the headers.
 *
 * @param query without the question mark, empty when there is none
 * @param headers names compare without regard to case; of a repeated header the last counts
 */
record RequestHead(String method, String path, String query, Map<String, String> headers) {
    private static final int MAX_BYTES = 64 * 1024;

    /** Reads a head; null at a clean end of the connection. */
    static RequestHead read(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) return null;
        String[] parts = line.split(" ");
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) throw new IOException("request line: " + line);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            if (colon < 1) throw new IOException("header: " + header + " (expected: name: value)");
            headers.put(
                    header.substring(0, colon).trim(),
                    header.substring(colon + 1).trim());
        }
        if (parts[2].equals("HTTP/1.0")) headers.putIfAbsent("connection", "close");
        int question = parts[1].indexOf('?');
        String path = question < 0 ? parts[1] : parts[1].substring(0, question);
        return new RequestHead(parts[0], path, question < 0 ? "" : parts[1].substring(question + 1), headers);
    }

    boolean keepAlive() {
        return !"close".equalsIgnoreCase(headers.get("connection"));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) return bytes.size() == 0 ? null : end();
            if (bytes.size() >= MAX_BYTES) throw new IOException("request line or header longer than " + MAX_BYTES);
            if (next != '\r') bytes.write(next);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static String end() throws IOException {
        throw new IOException("connection ended inside a request head");
    }
}
