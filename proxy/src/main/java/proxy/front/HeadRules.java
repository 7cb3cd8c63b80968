package proxy.front;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import proxy.io.Bytes;
import proxy.io.Characters;
import proxy.observe.Reason;

/**
 * What a request head must look like, checked on its raw text before any parser sees it: whatever two parsers could read
 * differently is refused (RFC 9112 sections 2.2, 3, 5 and 6). At least as strict as any of HAProxy, nginx and Node.
 */
final class HeadRules {

    static final int MAX_HEAD = 32 * 1024;

    private static final int LINE_END = "\r\n".length();
    private static final int LOWER_CASE = 0x20;
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_FIELD = 16 * 1024;
    private static final int MAX_FIELDS = 100;
    private static final int MAX_METHOD = 16;
    private static final int VERSION = " HTTP/1.1".length();

    private static final Characters METHOD = Characters.of("").range('A', 'Z');
    private static final Characters TARGET = Characters.of("").range('!', '~');
    private static final String CONNECTION = "connection";

    /** A second one of these could be read instead of the first; but for {@link #CONNECTION}, which may come in parts. */
    private static final List<String> LOOKED_AT = List.of(
            "host",
            "content-length",
            "transfer-encoding",
            "authorization",
            "api-key",
            "content-type",
            "expect",
            CONNECTION);

    /** No two are of one length, so that the length of a field's name says which one it can be. */
    private static final String[] BY_LENGTH = byLength();

    private final byte[] head;
    private final int length;

    /** Where the values of the fields lie that are looked at, by the length of their names; 0 where there is none. */
    private final int[] valueAt = new int[BY_LENGTH.length];

    private final int[] valueEnd = new int[BY_LENGTH.length];

    /** Where the next line begins. */
    private int at;

    private HeadRules(byte[] head, int length) {
        this.head = head;
        this.length = length;
    }

    private static String[] byLength() {
        var names =
                new String[1 + LOOKED_AT.stream().mapToInt(String::length).max().orElse(0)];
        LOOKED_AT.forEach(name -> names[name.length()] = name);
        return names;
    }

    /**
     * Looks at a whole head.
     *
     * @param head begins with it, from the request line to the last field's end, its lines parted by CR LF; no LF is alone
     * @param length of it
     */
    static Optional<Malformed> check(byte[] head, int length) {
        return new HeadRules(head, length).check();
    }

    private Optional<Malformed> check() {
        var fault = requestLine();
        for (var fields = 1; fault.isEmpty() && at < length; fields++) {
            if (fields > MAX_FIELDS) {
                return tooLarge("more than " + MAX_FIELDS + " fields");
            }
            fault = field();
        }
        return fault.isPresent()
                ? fault
                : FieldRules.framing(
                        value("host"), value("content-length"), value("transfer-encoding"), value("expect"));
    }

    /** Goes on to the next line. @return where this one ends: with CR LF, unless it has another control character before that */
    private int nextLine() {
        var end = Bytes.firstControl(head, at, length);
        at = end + LINE_END;
        return end;
    }

    private boolean ends(int end) {
        return end == length || (head[end] == '\r' && end + 1 < length && head[end + 1] == '\n');
    }

    private int find(char wanted, int from, int to) {
        for (var index = from; index < to; index++) {
            if (head[index] == wanted) {
                return index;
            }
        }
        return -1;
    }

    private Optional<Malformed> requestLine() {
        var end = nextLine();
        if (end > MAX_LINE) {
            return Optional.of(new Malformed(Reason.URI_TOO_LONG, "request line over " + MAX_LINE + " bytes"));
        }
        var target = find(' ', 0, end) + 1;
        var version = end - VERSION;
        if (!METHOD.fill(head, 0, target - 1, 1, MAX_METHOD)
                || !TARGET.fill(head, target, version, 1, MAX_LINE)
                || head[target] != '/'
                || !version(text(version, end))
                || !ends(end)) {
            return malformed("request line (expected: METHOD SP /PATH SP HTTP/1.1)");
        }
        if (!text(version, end).equals(" HTTP/1.1")) {
            return Optional.of(new Malformed(Reason.UNSUPPORTED_VERSION, "version (expected: HTTP/1.1)"));
        }
        return Optional.empty();
    }

    private static boolean version(String text) {
        return text.startsWith(" HTTP/")
                && Characters.DIGITS.fill(text, 6, 7, 1, 1)
                && text.charAt(7) == '.'
                && Characters.DIGITS.fill(text, 8, 9, 1, 1);
    }

    private Optional<Malformed> field() {
        var start = at;
        var end = nextLine();
        if (end - start > MAX_FIELD) {
            return tooLarge("a field over " + MAX_FIELD + " bytes");
        }
        var colon = find(':', start, end);
        if (!Characters.TOKEN.fill(head, start, colon, 1, MAX_FIELD)) {
            return malformed("field name (expected: a token and a colon, on a line of its own)");
        }
        if (!ends(end)) {
            return malformed("field value (expected: no control characters)");
        }
        var name = lookedAt(start, colon);
        if (name == null) {
            return Optional.empty();
        }
        if (name.equals(CONNECTION)) {
            return FieldRules.connection(text(colon + 1, end).strip());
        }
        if (valueAt[name.length()] > 0) {
            return malformed(name + " (expected: once)");
        }
        valueAt[name.length()] = colon + 1;
        valueEnd[name.length()] = end;
        return Optional.empty();
    }

    private String lookedAt(int start, int colon) {
        var size = colon - start;
        var name = size < BY_LENGTH.length ? BY_LENGTH[size] : null;
        return name != null && matches(name, start) ? name : null;
    }

    /** Whether these characters, in lower case, are there in upper or lower case; among those of a field's name. */
    private boolean matches(String lowerCase, int start) {
        for (var index = 0; index < lowerCase.length(); index++) {
            if ((head[start + index] | LOWER_CASE) != lowerCase.charAt(index)) {
                return false;
            }
        }
        return true;
    }

    private String text(int from, int to) {
        return new String(head, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The value of a field that is looked at, null when there is none. */
    private String value(String name) {
        var start = valueAt[name.length()];
        return start == 0 ? null : text(start, valueEnd[name.length()]).strip();
    }

    static Optional<Malformed> tooLarge(String seen) {
        return Optional.of(new Malformed(Reason.HEADERS_TOO_LARGE, "request head: " + seen));
    }

    static Optional<Malformed> malformed(String seen) {
        return Optional.of(new Malformed(Reason.MALFORMED_REQUEST, "Malformed request: " + seen));
    }
}
