package proxy.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The fields that pass, in both directions. Everything else is dropped: callers' credentials, cookies, identity and forwarding
 * fields on the way in, whatever names an account on the way out.
 */
final class HeaderFields {

    static final String REQUEST_ID = "x-request-id";
    static final String REASON = "x-sluice-reason";
    static final String ATTEMPTS = "x-sluice-attempts";
    static final String SHOULD_RETRY = "x-should-retry";

    private static final List<String> TO_ACCOUNT = List.of("content-type", "accept");
    private static final List<String> TO_CLIENT =
            List.of("content-type", "content-encoding", "retry-after", "retry-after-ms", "apim-request-id");
    private static final String RATE_LIMITS = "x-ratelimit-";

    private HeaderFields() {}

    /** Fields of the request to an account; the host is added where the connection is. */
    static HttpHeaders toAccount(HttpHeaders received, String requestId, Optional<String> authorization, int length) {
        var fields = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        TO_ACCOUNT.forEach(name -> {
            var value = received.get(name);
            if (value != null) {
                fields.set(name, value);
            }
        });
        fields.set(HttpHeaderNames.USER_AGENT, "sluice");
        fields.set("x-ms-client-request-id", requestId);
        fields.set(HttpHeaderNames.CONTENT_LENGTH, length);
        authorization.ifPresent(value -> fields.set(HttpHeaderNames.AUTHORIZATION, value));
        return fields;
    }

    /** Fields of an account's answer that the client may see. */
    static HttpHeaders toClient(HttpHeaders received) {
        var fields = new DefaultHttpHeaders();
        received.forEach(field -> {
            var name = field.getKey().toLowerCase(Locale.ROOT);
            if (TO_CLIENT.contains(name) || name.startsWith(RATE_LIMITS)) {
                fields.add(name, field.getValue());
            }
        });
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
