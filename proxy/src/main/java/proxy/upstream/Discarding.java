package proxy.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;

/** Reads the rest of an answer that nobody wants, unless it is long. */
final class Discarding implements AttemptListener {

    private final Attempt attempt;
    private int left;

    Discarding(Attempt attempt, int maxBytes) {
        this.attempt = attempt;
        this.left = maxBytes;
    }

    @Override
    public void onHead(HttpResponse head) {}

    @Override
    public void onBody(ByteBuf part) {
        left -= part.readableBytes();
        if (left < 0) {
            attempt.cancel();
        }
    }

    @Override
    public void onPause() {}

    @Override
    public void onEnd() {}

    @Override
    public boolean mayResend() {
        return false;
    }

    @Override
    public void onFailure(Failure failure, String cause) {}

    @Override
    public void onBroken(Throwable cause) {}
}
