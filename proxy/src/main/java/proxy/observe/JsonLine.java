package proxy.observe;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** One JSON object on one line, written field by field: every request has one, and a tree would cost several times as much. */
final class JsonLine {

    private static final JsonStringEncoder JSON = JsonStringEncoder.getInstance();
    private static final int USUAL_LENGTH = 512;

    private final StringBuilder text = new StringBuilder(USUAL_LENGTH);

    /** @param name without characters that JSON escapes */
    JsonLine put(String name, String value) {
        name(name).append('"');
        if (plain(value)) {
            text.append(value);
        } else {
            JSON.quoteAsString(value, text);
        }
        text.append('"');
        return this;
    }

    /** Whether nothing of it is escaped: then it is copied at once, and not character by character. */
    private static boolean plain(String value) {
        for (var index = 0; index < value.length(); index++) {
            var one = value.charAt(index);
            if (one < ' ' || one == '"' || one == '\\') {
                return false;
            }
        }
        return true;
    }

    JsonLine put(String name, long value) {
        name(name).append(value);
        return this;
    }

    JsonLine put(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    /** @param object which has at least one field, and gets no more */
    JsonLine put(String name, JsonLine object) {
        name(name).append(object.text).append('}');
        return this;
    }

    private StringBuilder name(String name) {
        return text.append(text.isEmpty() ? "{\"" : ",\"").append(name).append("\":");
    }

    byte[] bytes() {
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
