package proxy.observe;

import java.util.Locale;

/**
 * Why a request was rejected or broken off. {@link #word} is the same in the {@code x-sluice-reason} response field, in the
 * {@code code} of the error body, in the access line and in the counters.
 */
public enum Reason {
    MALFORMED_REQUEST(400, "invalid_request_error"),
    UNSUPPORTED_VERSION(505, "invalid_request_error"),
    UNSUPPORTED_TRANSFER_ENCODING(501, "invalid_request_error"),
    EXPECTATION_FAILED(417, "invalid_request_error"),
    HEADERS_TOO_LARGE(431, "invalid_request_error"),
    URI_TOO_LONG(414, "invalid_request_error"),
    BODY_TOO_LARGE(413, "invalid_request_error"),
    REQUEST_TIMEOUT(408, "invalid_request_error"),
    UNSUPPORTED_MEDIA_TYPE(415, "invalid_request_error"),
    INVALID_JSON(400, "invalid_request_error"),
    INVALID_MULTIPART(400, "invalid_request_error"),
    MISSING_API_VERSION(400, "invalid_request_error"),
    NOT_FOUND(404, "invalid_request_error"),
    /** A part of the API that this gateway leaves out on purpose. */
    NOT_SERVED(400, "invalid_request_error"),
    METHOD_NOT_ALLOWED(405, "invalid_request_error"),
    MODEL_NOT_FOUND(404, "invalid_request_error"),
    /** Not an id that this gateway gave to this caller. */
    RESPONSE_NOT_FOUND(404, "invalid_request_error"),
    /** The account that keeps the response is not part of the platform any more. */
    RESPONSE_GONE(410, "invalid_request_error"),
    /** The account that keeps the response has no such model. */
    RESPONSE_ELSEWHERE(400, "invalid_request_error"),
    /** The caller's rules refuse what cannot be judged. */
    SCREENING_UNAVAILABLE(503, "server_error"),
    /** What was asked, or what was answered, holds what the caller's rules of screening refuse. */
    CONTENT_SCREENED(400, "invalid_request_error"),
    GEOGRAPHY_NOT_ALLOWED(403, "permission_error"),
    MISSING_TOKEN(401, "authentication_error"),
    INVALID_TOKEN(401, "authentication_error"),
    CALLER_NOT_ALLOWED(403, "permission_error"),
    MODEL_NOT_ALLOWED(403, "permission_error"),
    STREAMING_NOT_ALLOWED(403, "permission_error"),
    CALLER_REQUEST_LIMIT(429, "rate_limit_error"),
    CALLER_TOKEN_LIMIT(429, "rate_limit_error"),
    CALLER_CONCURRENCY_LIMIT(429, "rate_limit_error"),
    /** The quota that is left is what other callers ask for. */
    CALLER_SHARE(429, "rate_limit_error"),
    KEYS_UNAVAILABLE(503, "server_error"),
    CREDENTIALS_UNAVAILABLE(503, "server_error"),
    THROTTLED(429, "rate_limit_error"),
    NO_BACKEND(503, "server_error"),
    UPSTREAM_UNAUTHORIZED(502, "server_error"),
    /** The account lets the gateway not in (role, network), or lacks the deployment: the platform is to be mended, not the request. */
    UPSTREAM_REFUSED(403, "server_error"),
    /** No TLS session with the account: its certificate, or the handshake. */
    UPSTREAM_TLS(502, "server_error"),
    UPSTREAM_BAD_RESPONSE(502, "server_error"),
    /** An answer, or an event of one, beyond what the gateway passes on. */
    RESPONSE_TOO_LARGE(502, "server_error"),
    UPSTREAM_RESET(502, "server_error"),
    UPSTREAM_TRUNCATED(502, "server_error"),
    UPSTREAM_TIMEOUT(504, "server_error"),
    /** The account said in the middle of its answer that it failed. */
    UPSTREAM_ERROR(502, "server_error"),
    OVERLOADED(503, "server_error"),
    SERVER_DRAINING(503, "server_error"),
    INTERNAL_ERROR(500, "server_error"),
    /** The client left; nobody reads an answer. */
    CLIENT_CLOSED(499, "client_error"),
    /** The client stopped reading its answer. */
    CLIENT_STALLED(499, "client_error");

    private final int status;
    private final String type;
    private final String word;

    Reason(int status, String type) {
        this.status = status;
        this.type = type;
        this.word = name().toLowerCase(Locale.ROOT);
    }

    /** The status code of an answer with this reason. */
    public int status() {
        return status;
    }

    /** The {@code type} of the error body. */
    public String type() {
        return type;
    }

    /** The machine-readable word. */
    public String word() {
        return word;
    }
}
