package localazure.planes.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The body of one request, of fixed length or in chunks. Never reads past its end. */
final class RequestBody extends InputStream {
    private final InputStream in;
    private final OutputStream out;
    private final boolean chunked;
    private boolean continueExpected;
    private boolean firstChunk = true;
    private long left;

    private RequestBody(InputStream in, OutputStream out, boolean chunked, long left, boolean continueExpected) {
        this.in = in;
        this.out = out;
        this.chunked = chunked;
        this.left = left;
        this.continueExpected = continueExpected;
    }

    static InputStream of(RequestHead head, InputStream in, OutputStream out) throws IOException {
        boolean chunked = "chunked".equalsIgnoreCase(head.headers().get("transfer-encoding"));
        boolean waits = "100-continue".equalsIgnoreCase(head.headers().get("expect"));
        String length = head.headers().getOrDefault("content-length", "0");
        try {
            return new RequestBody(in, out, chunked, chunked ? 0 : Long.parseLong(length), waits);
        } catch (NumberFormatException e) {
            throw new IOException("content-length: " + length + " (expected: a number)", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (continueExpected) {
            continueExpected = false;
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        if (left == 0 && chunked) left = nextChunk();
        if (left <= 0) return -1;
        int read = in.read(buffer, offset, (int) Math.min(length, left));
        if (read < 0) throw new EOFException("connection ended inside a request body");
        left -= read;
        return read;
    }

    /** Returns the size of the next chunk, -1 after the last. */
    private long nextChunk() throws IOException {
        if (!firstChunk) line();
        firstChunk = false;
        String size = line().replaceFirst(";.*", "").trim();
        try {
            long bytes = Long.parseLong(size, 16);
            if (bytes > 0) return bytes;
        } catch (NumberFormatException e) {
            throw new IOException("chunk size: " + size + " (expected: a hexadecimal number)", e);
        }
        while (!line().isEmpty()) continue;
        return -1;
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) throw new EOFException("connection ended inside a request body");
            if (next != '\r') text.append((char) next);
        }
        return text.toString();
    }
}
