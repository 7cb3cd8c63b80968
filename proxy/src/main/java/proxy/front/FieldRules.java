package proxy.front;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import proxy.io.Characters;
import proxy.observe.Reason;

/** What the values of the fields must be that say where a request ends and for whom it is: {@link HeadRules} has found them. */
final class FieldRules {

    /** Fields that a sender may name as hop-by-hop; naming another would make the next hop drop what it must see. */
    private static final Set<String> CONNECTION_OPTIONS =
            Set.of("close", "keep-alive", "te", "upgrade", "proxy-connection", "http2-settings");

    private static final Characters HOST_NAME = Characters.alphanumericsAnd("._-");
    private static final Characters IP_LITERAL =
            Characters.of(":.").range('0', '9').range('A', 'F').range('a', 'f');

    private FieldRules() {}

    /** What the sender names as meant for the next hop only. */
    static Optional<Malformed> connection(String value) {
        for (var option : value.split(",")) {
            if (!CONNECTION_OPTIONS.contains(option.strip().toLowerCase(Locale.ROOT))) {
                return HeadRules.malformed("connection (expected: only hop-by-hop fields named)");
            }
        }
        return Optional.empty();
    }

    /** How long the request is and for whom. What is absent is null. */
    static Optional<Malformed> framing(String host, String length, String coding, String expectation) {
        if (host == null || !host(host)) {
            return HeadRules.malformed("host (expected: one NAME or NAME:PORT)");
        }
        if (length != null && coding != null) {
            return HeadRules.malformed("content-length and transfer-encoding (expected: one of them)");
        }
        if (length != null && !Characters.DIGITS.fill(length, 0, length.length(), 1, 18)) {
            return HeadRules.malformed("content-length (expected: digits)");
        }
        if (coding != null && !coding.equalsIgnoreCase("chunked")) {
            return Optional.of(
                    new Malformed(Reason.UNSUPPORTED_TRANSFER_ENCODING, "transfer-encoding (expected: chunked)"));
        }
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
}
