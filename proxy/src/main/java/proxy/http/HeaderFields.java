package proxy.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Optional;
import proxy.io.EncodedField;
import proxy.io.Fields;

/**
 * The fields that pass on the way in, and the proxy's own. Everything else of a request is dropped: callers' credentials, cookies, identity
 * and forwarding fields.
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
