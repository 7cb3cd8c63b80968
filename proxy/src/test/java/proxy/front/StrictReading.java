package proxy.front;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The requests in what a client sent, read by nothing but the grammar of RFC 9112, up to the first byte that does not fit it. */
final class StrictReading {

    private static final String FIELDS = "((?:[!#$%&'*+.^_`|~0-9A-Za-z-]++:[\\t -~\\x80-\\xff]*+\r\n)*+)\r\n";
    private static final Pattern HEAD = Pattern.compile("([A-Z]+) (/[!-~]*) HTTP/1\\.1\r\n" + FIELDS);
    private static final Pattern FRAMING =
            Pattern.compile("(?imd)^(?:(content-length):[ \t]*([0-9]+)|(transfer-encoding):[ \t]*chunked)[ \t]*\r$");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})(?:[ \t]*;[\\t -~\\x80-\\xff]*)?\r\n");
    private static final Pattern TRAILER = Pattern.compile(FIELDS);

    private final String text;
    private int at;

    private StrictReading(String text) {
        this.text = text;
    }

    /** @param body without its framing */
    record Request(String method, String target, String body) {}

    static List<Request> of(byte[] sent) {
        var reading = new StrictReading(new String(sent, ISO_8859_1));
        var requests = new ArrayList<Request>();
        for (var next = reading.request(); next != null; next = reading.request()) {
            requests.add(next);
        }
        return requests;
    }

    private Request request() {
        var head = next(HEAD);
        if (head == null) {
            return null;
        }
        var framing = FRAMING.matcher(head.group(3));
        var body = !framing.find() ? "" : framing.group(1) != null ? take(framing.group(2)) : chunks();
        return body == null ? null : new Request(head.group(1), head.group(2), body);
    }

    private String chunks() {
        var body = new StringBuilder();
        for (var size = next(CHUNK); size != null; size = next(CHUNK)) {
            var length = Integer.parseUnsignedInt(size.group(1), 16);
            if (length == 0) {
                return next(TRAILER) == null ? null : body.toString();
            }
            var data = take(Integer.toUnsignedString(length));
            if (data == null || !text.startsWith("\r\n", at)) {
                return null;
            }
            body.append(data);
            at += 2;
        }
        return null;
    }

    /** What the pattern matches here, null for nothing. */
    private Matcher next(Pattern pattern) {
        var matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher;
    }

    private String take(String digits) {
        var length = new BigInteger(digits);
        var start = at;
        if (length.compareTo(BigInteger.valueOf(text.length() - start)) > 0) {
            return null;
        }
        at += length.intValueExact();
        return text.substring(start, at);
    }
}
