package proxy.front;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import proxy.io.Characters;
import proxy.observe.Reason;

/**
 * What a request head must look like, checked on its raw text before any parser sees it: whatever two parsers could read
 * differently is refused (RFC 9112 sections 2.2, 3, 5 and 6). At least as strict as any of HAProxy, nginx and Node.
 */
final class HeadRules {

    static final int MAX_HEAD = 32 * 1024;

    private static final String LINE_END = "\r\n";
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_FIELD = 16 * 1024;
    private static final int MAX_FIELDS = 100;
    private static final int MAX_METHOD = 16;
    private static final int VERSION = " HTTP/1.1".length();

    private static final Characters METHOD = Characters.of("").range('A', 'Z');
    private static final Characters TARGET = Characters.of("").range('!', '~');
    private static final Characters FIELD_NAME = Characters.alphanumericsAnd("!#$%&'*+.^_`|~-");
    private static final Characters HOST_NAME = Characters.alphanumericsAnd("._-");
    private static final Characters IP_LITERAL =
            Characters.of(":.").range('0', '9').range('A', 'F').range('a', 'f');

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

    /** Fields that a sender may name as hop-by-hop; naming another would make the next hop drop what it must see. */
    private static final Set<String> CONNECTION_OPTIONS =
            Set.of("close", "keep-alive", "te", "upgrade", "proxy-connection", "http2-settings");

    private HeadRules() {}

    private static String[] byLength() {
        var names =
                new String[1 + LOOKED_AT.stream().mapToInt(String::length).max().orElse(0)];
        LOOKED_AT.forEach(name -> names[name.length()] = name);
        return names;
    }

    /** @param head in ISO 8859-1, from the request line to the last field's end, its lines parted by CR LF; no LF is alone */
    static Optional<Malformed> check(String head) {
        // A byte of an array costs less to look at than a character of a string, and there are hundreds.
        var bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        var end = lineEnd(head, 0);
        var fault = requestLine(head, end);
        var once = new HashMap<String, String>();
        for (var fields = 1; fault.isEmpty() && end < head.length(); fields++) {
            if (fields > MAX_FIELDS) {
                return tooLarge("more than " + MAX_FIELDS + " fields");
            }
            var start = end + LINE_END.length();
            end = lineEnd(head, start);
            fault = field(head, bytes, start, end, once);
        }
        return fault.isPresent() ? fault : framing(once);
    }

    private static int lineEnd(String head, int start) {
        var end = head.indexOf(LINE_END, start);
        return end < 0 ? head.length() : end;
    }

    private static Optional<Malformed> requestLine(String head, int end) {
        if (end > MAX_LINE) {
            return Optional.of(new Malformed(Reason.URI_TOO_LONG, "request line over " + MAX_LINE + " bytes"));
        }
        var target = head.indexOf(' ') + 1;
        var version = end - VERSION;
        if (!METHOD.fill(head, 0, target - 1, 1, MAX_METHOD)
                || !TARGET.fill(head, target, version, 1, MAX_LINE)
                || head.charAt(target) != '/'
                || !version(head, version, end)) {
            return malformed("request line (expected: METHOD SP /PATH SP HTTP/1.1)");
        }
        if (!head.startsWith(" HTTP/1.1", version)) {
            return Optional.of(new Malformed(Reason.UNSUPPORTED_VERSION, "version (expected: HTTP/1.1)"));
        }
        return Optional.empty();
    }

    private static boolean version(String head, int start, int end) {
        return head.startsWith(" HTTP/", start)
                && Characters.DIGITS.fill(head, end - 3, end - 2, 1, 1)
                && head.charAt(end - 2) == '.'
                && Characters.DIGITS.fill(head, end - 1, end, 1, 1);
    }

    private static Optional<Malformed> field(String head, byte[] bytes, int start, int end, Map<String, String> once) {
        if (end - start > MAX_FIELD) {
            return tooLarge("a field over " + MAX_FIELD + " bytes");
        }
        var colon = head.indexOf(':', start);
        if (colon > end || !FIELD_NAME.fill(head, start, colon, 1, MAX_FIELD)) {
            return malformed("field name (expected: a token and a colon, on a line of its own)");
        }
        for (var index = colon + 1; index < end; index++) {
            var one = bytes[index];
            if ((one >= 0 && one < ' ' && one != '\t') || one == 0x7f) {
                return malformed("field value (expected: no control characters)");
            }
        }
        var name = lookedAt(head, start, colon);
        if (name == null) {
            return Optional.empty();
        }
        var value = head.substring(colon + 1, end).strip();
        if (name.equals(CONNECTION)) {
            return connection(value);
        }
        return once.put(name, value) == null ? Optional.empty() : malformed(name + " (expected: once)");
    }

    private static String lookedAt(String head, int start, int colon) {
        var length = colon - start;
        var name = length < BY_LENGTH.length ? BY_LENGTH[length] : null;
        return name != null && head.regionMatches(true, start, name, 0, length) ? name : null;
    }

    private static Optional<Malformed> connection(String value) {
        for (var option : value.split(",")) {
            if (!CONNECTION_OPTIONS.contains(option.strip().toLowerCase(Locale.ROOT))) {
                return malformed("connection (expected: only hop-by-hop fields named)");
            }
        }
        return Optional.empty();
    }

    private static Optional<Malformed> framing(Map<String, String> once) {
        if (!host(once.getOrDefault("host", ""))) {
            return malformed("host (expected: one NAME or NAME:PORT)");
        }
        var length = once.get("content-length");
        var coding = once.get("transfer-encoding");
        if (length != null && coding != null) {
            return malformed("content-length and transfer-encoding (expected: one of them)");
        }
        if (length != null && !Characters.DIGITS.fill(length, 0, length.length(), 1, 18)) {
            return malformed("content-length (expected: digits)");
        }
        if (coding != null && !coding.equalsIgnoreCase("chunked")) {
            return Optional.of(
                    new Malformed(Reason.UNSUPPORTED_TRANSFER_ENCODING, "transfer-encoding (expected: chunked)"));
        }
        var expectation = once.get("expect");
        if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            return Optional.of(new Malformed(Reason.EXPECTATION_FAILED, "expect (expected: 100-continue)"));
        }
        return Optional.empty();
    }

    /** A name or an IPv4 address, or an IPv6 address in brackets; then a port or none. */
    private static boolean host(String host) {
        var bracket = host.indexOf(']');
        var colon = host.indexOf(':', bracket + 1);
        var end = colon < 0 ? host.length() : colon;
        var name = host.startsWith("[")
                ? bracket == end - 1 && IP_LITERAL.fill(host, 1, bracket, 2, 45)
                : HOST_NAME.fill(host, 0, end, 1, 255);
        return name && (colon < 0 || Characters.DIGITS.fill(host, colon + 1, host.length(), 1, 5));
    }

    static Optional<Malformed> tooLarge(String seen) {
        return Optional.of(new Malformed(Reason.HEADERS_TOO_LARGE, "request head: " + seen));
    }

    static Optional<Malformed> malformed(String seen) {
        return Optional.of(new Malformed(Reason.MALFORMED_REQUEST, "Malformed request: " + seen));
    }
}
