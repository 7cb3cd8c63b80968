package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import proxy.observe.Reason;

/** Passes an answer on as it comes, and knows whether it came whole. An answer that has begun is never retried. */
final class Relay {

    private final Reply reply;
    private final boolean stream;
    private final boolean announcesEnd;
    private final StreamTail tail = new StreamTail();

    Relay(Reply reply, Operation operation, HttpResponse head) {
        this.reply = reply;
        var type = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        this.stream = type.regionMatches(true, 0, "text/event-stream", 0, "text/event-stream".length());
        this.announcesEnd = stream && operation.endsWithDone() && head.status().code() == 200;
        var fields = HeaderFields.toClient(head.headers());
        var length = head.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        if (length != null) {
            fields.set(HttpHeaderNames.CONTENT_LENGTH, length);
        }
        reply.begin(head.status().code(), fields);
    }

    void part(ByteBuf part) {
        if (stream) {
            tail.observe(part);
        }
        reply.part(part);
    }

    /** Whether the end of the body is the end of the answer. */
    boolean complete() {
        return !announcesEnd || tail.done();
    }

    void breakOff(Reason reason, String message) {
        reply.breakOff(reason, message, stream, tail.betweenEvents());
    }
}
