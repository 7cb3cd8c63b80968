package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import proxy.observe.TokenUsage;
import proxy.stream.BodyTail;

/** An answer that is one document: its framing says whether it is whole. */
final class BodyRelay implements Relay {

    private final Reply reply;
    private final BodyTail tail = new BodyTail();
    private TokenUsage usage = TokenUsage.UNKNOWN;

    /** @param asItIs whether its length stays what the account says */
    BodyRelay(Reply reply, HttpResponse head, boolean asItIs) {
        this.reply = reply;
        var fields = HeaderFields.toClient(head.headers());
        var length = head.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        if (length != null && asItIs) {
            fields.add("content-length", length);
        }
        reply.begin(head.status().code(), fields, length == null || !asItIs);
    }

    @Override
    public Fault part(ByteBuf part) {
        tail.observe(part);
        reply.part(part.retain());
        return Fault.NONE;
    }

    @Override
    public boolean begun() {
        return true;
    }

    @Override
    public boolean end() {
        usage = tail.usage();
        return true;
    }

    @Override
    public boolean cut() {
        return false;
    }

    @Override
    public boolean failureTold() {
        return false;
    }

    @Override
    public TokenUsage usage() {
        return usage;
    }

    @Override
    public void breakOff(Rejection rejection) {
        reply.breakOff(rejection.reason());
    }

    @Override
    public void close() {}
}
