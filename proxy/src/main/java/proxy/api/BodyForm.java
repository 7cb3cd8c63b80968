package proxy.api;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.AsciiString;
import proxy.observe.Reason;

/** What the body of an operation is made of. */
public enum BodyForm {
    JSON(HttpHeaderValues.APPLICATION_JSON, Reason.INVALID_JSON),
    MULTIPART(HttpHeaderValues.MULTIPART_FORM_DATA, Reason.INVALID_MULTIPART);

    private final AsciiString mediaType;
    private final Reason unusable;

    BodyForm(AsciiString mediaType, Reason unusable) {
        this.mediaType = mediaType;
        this.unusable = unusable;
    }

    /** Without parameters. */
    public String mediaType() {
        return mediaType.toString();
    }

    /** Why a body is refused that is not as it should be. */
    public Reason unusable() {
        return unusable;
    }

    /** Whether the body says that it is this, as it stands and not compressed. */
    public boolean is(HttpHeaders received) {
        var type = HttpUtil.getMimeType(received.get(HttpHeaderNames.CONTENT_TYPE, ""));
        return type != null
                && mediaType.contentEqualsIgnoreCase(type)
                && !received.contains(HttpHeaderNames.CONTENT_ENCODING);
    }

    /**
     * Reads what the proxy knows of a body.
     *
     * @param received fields of its request, for which {@link #is} holds
     * @param body stays the caller's, with its indices
     */
    public RequestBody scan(HttpHeaders received, ByteBuf body) throws RequestBody.Unusable {
        return switch (this) {
            case JSON -> RequestBody.scan(body);
            case MULTIPART -> MultipartForm.scan(received.get(HttpHeaderNames.CONTENT_TYPE), body);
        };
    }
}
