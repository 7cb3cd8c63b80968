package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import proxy.balance.RetryHint;
import proxy.io.Fields;
import proxy.observe.Reason;
import proxy.relay.Downstream;

/**
 * The one answer to a request: either complete at once, or begun, continued and then ended or broken off. A broken-off answer
 * never ends cleanly, because clients take a clean end for a whole answer.
 */
final class Reply implements Downstream {

    private static final long MAX_LAST_WORDS_MILLIS = 1_000;

    private final ChannelHandlerContext ctx;
    private final Progress progress;
    private final Ending ending;
    private final Outgoing out;
    private boolean headOnly;
    private boolean begun;
    private boolean over;
    private boolean keepAlive;

    /** Hears once that an answer has begun, if it is not given at once, and once that it is over. */
    interface Ending {

        void begun();

        /** The last bytes are about to be written: what the client does next must find the request gone. */
        void ending();

        /** @return whether the connection serves another request */
        boolean keepsAlive();

        void answered(boolean keepAlive);
    }

    Reply(ChannelHandlerContext ctx, Progress progress, Ending ending) {
        this.ctx = ctx;
        this.progress = progress;
        this.ending = ending;
        this.out = new Outgoing(ctx);
    }

    /** The request is a HEAD: a body would be read as the beginning of the next answer (RFC 9112 section 6.3). */
    void headOnly() {
        headOnly = true;
    }

    boolean begun() {
        return begun;
    }

    boolean over() {
        return over;
    }

    /** Answers with an error that says why, and when trying again makes sense. */
    void reject(Reason reason, String message, OptionalLong retryAfterMillis, HttpHeaders extra) {
        progress.reason = reason;
        extra.set(HeaderFields.REASON, reason.word());
        retryAfterMillis.ifPresent(wait -> {
            var millis = Math.clamp(wait, 1, RetryHint.MAX_MILLIS);
            extra.set("retry-after-ms", millis).set(HttpHeaderNames.RETRY_AFTER, (millis + 999) / 1000);
        });
        if ((reason.status() == 429 || reason.status() >= 500) && !extra.contains(HeaderFields.SHOULD_RETRY)) {
            // Clients retry these on their own; what cannot succeed, or may be billed twice, must not be.
            extra.set(HeaderFields.SHOULD_RETRY, Boolean.toString(retryAfterMillis.isPresent()));
        }
        whole(reason.status(), "application/json", ErrorBody.json(reason, message), extra);
    }

    /** Answers completely. */
    void whole(int status, String contentType, byte[] body, HttpHeaders extra) {
        var fields = new Fields();
        extra.forEach(field -> fields.add(field.getKey(), field.getValue()));
        fields.add("content-length", body.length);
        if (body.length > 0) {
            fields.add("content-type", contentType);
        }
        mark(fields, status);
        out.head(status, fields, false);
        if (!headOnly) {
            progress.responseBytes = body.length;
            out.body(Unpooled.wrappedBuffer(body));
        }
        over(keepAlive);
    }

    @Override
    public void begin(int status, Fields fields, boolean chunked) {
        mark(fields, status);
        // Without a head nothing has begun, and an error may still be told.
        out.head(status, fields, chunked && status != 204);
        begun = true;
        ending.begun();
    }

    @Override
    public void part(ByteBuf part) {
        progress.responseBytes += part.readableBytes();
        out.body(part);
    }

    @Override
    public boolean takesMore() {
        return ctx.channel().isWritable();
    }

    @Override
    public void flush() {
        out.flush();
    }

    void end() {
        out.last();
        over(keepAlive);
    }

    private void over(boolean alive) {
        over = true;
        ending.ending();
        out.flush();
        ending.answered(alive);
    }

    @Override
    public void breakOff(Reason reason) {
        close(reason);
    }

    @Override
    public void breakOffStream(Reason reason, String message) {
        progress.reason = reason;
        out.body(Unpooled.wrappedBuffer(ErrorBody.event(reason, message)));
        out.flush();
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> ctx.close());
        ctx.executor().schedule(() -> ctx.close(), MAX_LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        over(false);
    }

    /** The client is gone: nothing can be said any more. */
    void abandon(Reason reason) {
        if (!begun) {
            progress.status = reason.status();
        }
        close(reason);
    }

    private void close(Reason reason) {
        progress.reason = reason;
        over = true;
        ending.ending();
        out.drop();
        ctx.close();
        ending.answered(false);
    }

    private void mark(Fields fields, int status) {
        progress.answering(status);
        progress.mark(fields);
        keepAlive = ending.keepsAlive();
        if (!keepAlive) {
            fields.add("connection", "close");
        }
    }
}
