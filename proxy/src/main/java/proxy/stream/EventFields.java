package proxy.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of one event, as the HTML standard reads them ("9.2.6 Interpreting an event stream"): several {@code data} lines are one
 * text with line feeds; a space after the colon does not count; lines that begin with a colon are comments.
 */
final class EventFields {

    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERROR = "error".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private int from;
    private int to;
    private boolean data;
    private boolean namedError;

    private EventFields(byte[] bytes) {
        this.bytes = bytes;
    }

    static EventFields of(byte[] event) {
        var fields = new EventFields(event);
        for (var start = 0; start < event.length; ) {
            var end = start;
            while (end < event.length && event[end] != '\n' && event[end] != '\r') {
                end++;
            }
            fields.line(start, end);
            start = end + 1;
        }
        return fields;
    }

    private void line(int start, int end) {
        var colon = start;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        var value = Math.min(end, colon + 1);
        if (value < end && bytes[value] == ' ') {
            value++;
        }
        if (Arrays.equals(bytes, start, colon, DATA, 0, DATA.length)) {
            data(value, end);
        } else if (Arrays.equals(bytes, start, colon, EVENT, 0, EVENT.length)) {
            namedError = Arrays.equals(bytes, value, end, ERROR, 0, ERROR.length);
        }
    }

    /** Further lines move up to the first: that is shorter than where they were. */
    private void data(int value, int end) {
        if (!data) {
            data = true;
            from = value;
            to = end;
            return;
        }
        bytes[to++] = '\n';
        System.arraycopy(bytes, value, bytes, to, end - value);
        to += end - value;
    }

    boolean hasData() {
        return data && from < to;
    }

    /** Holds the text of the data, in {@link #length} bytes from {@link #from}. */
    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int length() {
        return to - from;
    }

    boolean dataIs(String text) {
        return new String(bytes, from, Math.min(length(), 2 * text.length()), StandardCharsets.ISO_8859_1)
                .strip()
                .equals(text);
    }

    /** Whether it is an event called {@code error}. */
    boolean namedError() {
        return namedError;
    }
}
