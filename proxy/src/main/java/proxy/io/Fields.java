package proxy.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** The fields of a head that is about to be sent, in order, as text: nothing looks at them again, so they are no map. */
public final class Fields {

    static final String LINE_END = "\r\n";
    private static final int USUAL_LENGTH = 512;
    private static final byte[] NOTHING = new byte[0];

    private final StringBuilder lines = new StringBuilder(USUAL_LENGTH);
    private byte[] last = NOTHING;

    /** @throws IllegalArgumentException when the value would end its line */
    public Fields add(String name, String value) {
        lines.append(name).append(": ").append(oneLine(name, value)).append(LINE_END);
        return this;
    }

    public Fields add(String name, long value) {
        lines.append(name).append(": ").append(value).append(LINE_END);
        return this;
    }

    /** Ends them with a field that is encoded already. */
    public Fields last(EncodedField field) {
        last = field.line();
        return this;
    }

    /**
     * The whole head, from its first line to the empty one, in ISO 8859-1.
     *
     * @param room bytes that will be written after it
     */
    public ByteBuf head(String firstLine, ByteBufAllocator memory, int room) {
        var begin = (firstLine + LINE_END + lines).getBytes(StandardCharsets.ISO_8859_1);
        return memory.buffer(begin.length + last.length + LINE_END.length() + room)
                .writeBytes(begin)
                .writeBytes(last)
                .writeByte('\r')
                .writeByte('\n');
    }

    static String oneLine(String name, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException(name + ": a line end (expected: none in a field)");
        }
        return value;
    }
}
