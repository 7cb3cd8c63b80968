package proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import proxy.io.Fields;
import proxy.observe.Reason;
import proxy.observe.TokenUsage;
import proxy.stream.BodyOpening;
import proxy.stream.BodyTail;

/**
 * An answer that is one document: its framing says whether it is whole. The client gets nothing until its first bytes tell that it is no
 * error of the account's: until then the account can be left for another.
 */
final class BodyRelay implements Relay {

    private final Downstream reply;
    private final int status;
    private final Fields fields;
    private final boolean chunked;
    private final BodyOpening opening;
    private final BodyTail tail = new BodyTail();
    private boolean begun;
    private TokenUsage usage = TokenUsage.UNKNOWN;

    /** @param asItIs whether its length stays what the account says */
    BodyRelay(Downstream reply, HttpResponse head, boolean asItIs) {
        this.reply = reply;
        this.status = head.status().code();
        this.opening = new BodyOpening(status);
        this.fields = AnswerFields.of(head);
        var length = head.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        if (length != null && asItIs) {
            fields.add("content-length", length);
        }
        this.chunked = length == null || !asItIs;
        if (!BodyOpening.isOf(status) || !Answer.isJson(head)) {
            begin();
        }
    }

    @Override
    public Fault part(ByteBuf part) {
        tail.observe(part);
        if (begun) {
            reply.part(part.retain());
            return Fault.NONE;
        }
        return switch (opening.observe(part)) {
            case UNDECIDED -> Fault.NONE;
            case FAILED -> Fault.FAILED;
            case REFUSED -> Fault.REFUSED;
            case THROTTLED -> Fault.THROTTLED;
            case ANSWER -> {
                begin();
                reply.part(part.retain());
                yield Fault.NONE;
            }
        };
    }

    private void begin() {
        reply.begin(status, fields, chunked);
        begun = true;
        var kept = opening.kept();
        if (kept.isReadable()) {
            reply.part(kept);
        }
    }

    @Override
    public String refusal() {
        return opening.refusal();
    }

    @Override
    public boolean begun() {
        return begun;
    }

    @Override
    public boolean end() {
        usage = tail.usage();
        if (!begun) {
            begin();
        }
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
    public void breakOff(Reason reason, String message) {
        reply.breakOff(reason);
    }

    @Override
    public void close() {}
}
