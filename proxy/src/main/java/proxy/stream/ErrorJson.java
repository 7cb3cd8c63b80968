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
 * @param code of these
 * @param message for people; it may quote what was asked
 */
record ErrorJson(String words, String code, String message) {

    static final ErrorJson NONE = new ErrorJson("", "", "");

    private static final Pattern THROTTLED = Pattern.compile("rate_?limit|too_?many_?requests|quota|\\b429\\b");
    private static final Pattern CALLERS = Pattern.compile(
            "invalid_|content_?filter|responsibleai|context_length|string_above|unsupported_|\\b4(?!08|29)\\d\\d\\b");

    /** Microsoft Learn: configure Azure AI services virtual networks, and role-based access control for Azure OpenAI. */
    private static final Pattern ACCOUNTS =
            Pattern.compile("permission_?denied|authentication_?type_?disabled|deployment_?not_?found");
    /** The network's refusals have no code of their own, only the status. */
    private static final Pattern NETWORK =
            Pattern.compile("public access is disabled|virtual network|private (?:endpoint|link)");

    private static final int MAX_WORD = 64;

    /** Reads the object at which the parser stands, to its end. */
    static ErrorJson read(JsonParser parser) throws IOException {
        var words = new StringBuilder(" ");
        var code = "";
        var message = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var scalar = parser.nextToken().isScalarValue();
            if (scalar && (name.equals("code") || name.equals("type") || name.equals("status"))) {
                words.append(parser.getText()).append(' ');
            }
            code = scalar && name.equals("code") ? parser.getText() : code;
            message = scalar && name.equals("message") ? parser.getText() : message;
            parser.skipChildren();
        }
        return new ErrorJson(words.toString(), code, message);
    }

    boolean present() {
        return !words.isEmpty();
    }

    /** Whether there is anything in it: clients take an empty one for none. */
    boolean says() {
        return !words.isBlank() || !message.isEmpty();
    }

    boolean throttled() {
        return THROTTLED.matcher(lower()).find();
    }

    /** Whether it is about what was asked, so that every account would say the same. */
    boolean callersFault() {
        return !throttled() && CALLERS.matcher(lower()).find();
    }

    /** Whether a refusal is about the gateway or the account, so that the caller can do nothing about it and another account may serve. */
    boolean accountsFault() {
        return ACCOUNTS.matcher(lower(code)).find()
                || (code.equals("403") && NETWORK.matcher(lower(message)).find());
    }

    /** The code, with nothing in it that a word would not have. */
    String word() {
        var word = code.replaceAll("[^A-Za-z0-9._-]", "_");
        return word.substring(0, Math.min(word.length(), MAX_WORD));
    }

    private String lower() {
        return lower(words);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
