package proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import proxy.io.EncodedField;
import proxy.io.Fields;

/**
 * The fields that pass, in both directions. Everything else is dropped: callers' credentials, cookies, identity and forwarding
 * fields on the way in, whatever names an account on the way out.
 */
final class HeaderFields {

    static final String REQUEST_ID = "x-request-id";
    static final String REASON = "x-sluice-reason";
    static final String ATTEMPTS = "x-sluice-attempts";
    /** These five only for callers whose profile says {@code debug}. */
    static final String PROFILE = "x-sluice-profile";

    static final String ACCOUNT = "x-sluice-account";
    static final String POOL = "x-sluice-pool";
    static final String TRIED = "x-sluice-tried";
    static final String WAITED = "x-sluice-waited-ms";
    static final String SHOULD_RETRY = "x-should-retry";

    private static final List<AsciiString> TO_ACCOUNT = List.of(HttpHeaderNames.CONTENT_TYPE, HttpHeaderNames.ACCEPT);
    private static final List<AsciiString> TO_CLIENT = Stream.of(
                    "content-type", "content-encoding", "retry-after", "retry-after-ms", "apim-request-id")
            .map(AsciiString::cached)
            .toList();
    private static final String RATE_LIMITS = "x-ratelimit-";

    private HeaderFields() {}

    /** Fields of the request to an account; the host is added where the connection is. */
    static Fields toAccount(HttpHeaders received, String requestId, Optional<EncodedField> authorization, int length) {
        var fields = new Fields();
        for (var name : TO_ACCOUNT) {
            var value = received.get(name);
            if (value != null) {
                fields.add(name.toString(), value);
            }
        }
        fields.add("user-agent", "sluice");
        fields.add("x-ms-client-request-id", requestId);
        fields.add("content-length", length);
        authorization.ifPresent(fields::last);
        return fields;
    }

    /** Fields of an account's answer that the client may see. */
    static Fields toClient(HttpHeaders received) {
        var fields = new Fields();
        for (var all = received.iteratorCharSequence(); all.hasNext(); ) {
            var field = all.next();
            var name = field.getKey();
            if (passes(name)) {
                fields.add(
                        name.toString().toLowerCase(Locale.ROOT),
                        field.getValue().toString());
            }
        }
        return fields;
    }

    private static boolean passes(CharSequence name) {
        for (var known : TO_CLIENT) {
            if (known.contentEqualsIgnoreCase(name)) {
                return true;
            }
        }
        return AsciiString.regionMatches(name, true, 0, RATE_LIMITS, 0, RATE_LIMITS.length());
    }

    /** The bearer token: from {@code authorization}, or from {@code api-key}, where Azure's clients put what they are given. */
    static Optional<String> callerToken(HttpHeaders received) {
        var authorization = received.get(HttpHeaderNames.AUTHORIZATION);
        if (authorization == null) {
            return Optional.ofNullable(received.get("api-key"));
        }
        var bearer = authorization.regionMatches(true, 0, "Bearer ", 0, 7);
        return bearer ? Optional.of(authorization.substring(7).strip()) : Optional.empty();
    }
}
