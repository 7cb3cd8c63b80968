package proxy.io;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A field of a head as the bytes of its line, for a long one that goes into many heads: a token. Does not tell its value. */
public final class EncodedField {

    private final byte[] line;

    /** @throws IllegalArgumentException when the value would end its line */
    public EncodedField(String name, String value) {
        this.line = (name + ": " + Fields.oneLine(name, value) + Fields.LINE_END).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** With the line's end; not to be changed. */
    public byte[] line() {
        return line;
    }

    /** Whether the other one is the same line. */
    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedField field && Arrays.equals(line, field.line);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(line);
    }
}
