package localazure.planes.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A chunked answer: each write is one chunk and leaves at once. */
public final class EventStream {
    private final OutputStream out;
    private long written;

    EventStream(OutputStream out) {
        this.out = out;
    }

    public void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, bytes.length);
    }

    /** Writes the first bytes of an array as one chunk. */
    public void write(byte[] bytes, int length) throws IOException {
        byte[] size = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = new byte[size.length + length + 2];
        System.arraycopy(size, 0, chunk, 0, size.length);
        System.arraycopy(bytes, 0, chunk, size.length, length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        out.write(chunk);
        out.flush();
        written += length;
    }

    /** Bytes of the answer so far, without those of the chunking. */
    long written() {
        return written;
    }

    /** Ends the answer; one that is never ended reads as broken off. */
    public void end() throws IOException {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
