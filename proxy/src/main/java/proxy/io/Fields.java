package proxy.io;

import java.nio.charset.StandardCharsets;

/** The fields of a head that is about to be sent, in order, as text: nothing looks at them again, so they are no map. */
public final class Fields {

    private static final String LINE_END = "\r\n";
    private static final int USUAL_LENGTH = 512;

    private final StringBuilder lines = new StringBuilder(USUAL_LENGTH);

    /** @throws IllegalArgumentException when the value would end its line */
    public Fields add(String name, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException(name + ": a line end (expected: none in a field)");
        }
        lines.append(name).append(": ").append(value).append(LINE_END);
        return this;
    }

    public Fields add(String name, long value) {
        lines.append(name).append(": ").append(value).append(LINE_END);
        return this;
    }

    /** The whole head, from its first line to the empty one, in ISO 8859-1. */
    public byte[] head(String firstLine) {
        return (firstLine + LINE_END + lines + LINE_END).getBytes(StandardCharsets.ISO_8859_1);
    }
}
