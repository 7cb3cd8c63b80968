package proxy.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import proxy.observe.Reason;

/**
 * What a request head must look like, checked on its raw text before any parser sees it: whatever two parsers could read
 * differently is refused (RFC 9112 sections 2.2, 3, 5 and 6). At least as strict as any of HAProxy, nginx and Node.
 */
final class HeadRules {

    static final int MAX_HEAD = 32 * 1024;

    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_FIELD = 16 * 1024;
    private static final int MAX_FIELDS = 100;

    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z]{1,16}) (/[!-~]*) HTTP/(\\d)\\.(\\d)");
    private static final Pattern FIELD_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9._-]{1,255}(:\\d{1,5})?|\\[[0-9A-Fa-f:.]{2,45}](:\\d{1,5})?");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    /** A second one of these could be read instead of the first. */
    private static final Set<String> ONCE =
            Set.of("host", "content-length", "transfer-encoding", "authorization", "api-key", "content-type", "expect");

    /** Fields that a sender may name as hop-by-hop; naming another would make the next hop drop what it must see. */
    private static final Set<String> CONNECTION_OPTIONS =
            Set.of("close", "keep-alive", "te", "upgrade", "proxy-connection", "http2-settings");

    private HeadRules() {}

    /** @param head in ISO 8859-1, from the request line to the last field's end, its lines parted by CR LF */
    static Optional<Malformed> check(String head) {
        var lines = head.split("\r\n", -1);
        var fault = requestLine(lines[0]);
        if (fault.isPresent()) {
            return fault;
        }
        if (lines.length - 1 > MAX_FIELDS) {
            return tooLarge("more than " + MAX_FIELDS + " fields");
        }
        Map<String, String> once = new HashMap<>();
        for (var index = 1; index < lines.length; index++) {
            fault = field(lines[index], once);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return framing(once);
    }

    private static Optional<Malformed> requestLine(String line) {
        if (line.length() > MAX_LINE) {
            return Optional.of(new Malformed(Reason.URI_TOO_LONG, "request line over " + MAX_LINE + " bytes"));
        }
        var parts = REQUEST_LINE.matcher(line);
        if (!parts.matches()) {
            return malformed("request line (expected: METHOD SP /PATH SP HTTP/1.1)");
        }
        if (!parts.group(3).equals("1") || !parts.group(4).equals("1")) {
            return Optional.of(new Malformed(Reason.UNSUPPORTED_VERSION, "version (expected: HTTP/1.1)"));
        }
        return Optional.empty();
    }

    private static Optional<Malformed> field(String line, Map<String, String> once) {
        if (line.length() > MAX_FIELD) {
            return tooLarge("a field over " + MAX_FIELD + " bytes");
        }
        var colon = line.indexOf(':');
        if (colon < 1 || !FIELD_NAME.matcher(line.substring(0, colon)).matches()) {
            return malformed("field name (expected: a token and a colon, on a line of its own)");
        }
        var text = line.substring(colon + 1);
        if (text.chars().anyMatch(character -> (character < ' ' && character != '\t') || character == 0x7f)) {
            return malformed("field value (expected: no control characters)");
        }
        var value = text.strip();
        var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        if (ONCE.contains(name) && once.put(name, value) != null) {
            return malformed(name + " (expected: once)");
        }
        if (name.equals("connection")) {
            for (var option : value.split(",")) {
                if (!CONNECTION_OPTIONS.contains(option.strip().toLowerCase(Locale.ROOT))) {
                    return malformed("connection (expected: only hop-by-hop fields named)");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Malformed> framing(Map<String, String> once) {
        var host = once.get("host");
        if (host == null || !HOST.matcher(host).matches()) {
            return malformed("host (expected: one NAME or NAME:PORT)");
        }
        var length = once.get("content-length");
        var coding = once.get("transfer-encoding");
        if (length != null && coding != null) {
            return malformed("content-length and transfer-encoding (expected: one of them)");
        }
        if (length != null && !LENGTH.matcher(length).matches()) {
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

    static Optional<Malformed> tooLarge(String seen) {
        return Optional.of(new Malformed(Reason.HEADERS_TOO_LARGE, "request head: " + seen));
    }

    static Optional<Malformed> malformed(String seen) {
        return Optional.of(new Malformed(Reason.MALFORMED_REQUEST, "Malformed request: " + seen));
    }
}
