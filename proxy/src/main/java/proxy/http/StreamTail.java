package proxy.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Remembers the end of an event stream: whether it was announced, and whether it lies between two events. */
final class StreamTail {

    private static final int LENGTH = 32;

    private String tail = "\n\n";

    void observe(ByteBuf part) {
        var length = Math.min(part.readableBytes(), LENGTH);
        var end = part.toString(part.writerIndex() - length, length, StandardCharsets.ISO_8859_1);
        var joined = length == LENGTH ? end : tail + end;
        tail = joined.substring(Math.max(0, joined.length() - LENGTH));
    }

    /** Whether {@code data: [DONE]} was the last event. */
    boolean done() {
        return tail.replace("\r", "").stripTrailing().endsWith("data: [DONE]");
    }

    boolean betweenEvents() {
        return tail.replace("\r", "").endsWith("\n\n");
    }
}
