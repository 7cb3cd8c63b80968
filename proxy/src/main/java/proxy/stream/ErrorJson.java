package proxy.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An error object of the API. It has the status code that the answer can no longer have in one of several fields, as a number or as
 * a word.
 *
 * @param words {@code code}, {@code type} and {@code status}, whichever are there
 */
record ErrorJson(String words) {

    static final ErrorJson NONE = new ErrorJson("");

    private static final Pattern THROTTLED = Pattern.compile("rate_?limit|too_?many_?requests|quota|\\b429\\b");
    private static final Pattern CALLERS = Pattern.compile(
            "invalid_|content_?filter|responsibleai|context_length|string_above|unsupported_|\\b4(?!08|29)\\d\\d\\b");

    /** Reads the object at which the parser stands, to its end. */
    static ErrorJson read(JsonParser parser) throws IOException {
        var words = new StringBuilder(" ");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var scalar = parser.nextToken().isScalarValue();
            if (scalar && (name.equals("code") || name.equals("type") || name.equals("status"))) {
                words.append(parser.getText()).append(' ');
            }
            parser.skipChildren();
        }
        return new ErrorJson(words.toString());
    }

    boolean present() {
        return !words.isEmpty();
    }

    boolean throttled() {
        return THROTTLED.matcher(lower()).find();
    }

    /** Whether it is about what was asked, so that every account would say the same. */
    boolean callersFault() {
        return !throttled() && CALLERS.matcher(lower()).find();
    }

    private String lower() {
        return words.toLowerCase(Locale.ROOT);
    }
}
