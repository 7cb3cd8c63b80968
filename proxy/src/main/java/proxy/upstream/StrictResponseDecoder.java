package proxy.upstream;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;

/** Refuses answers whose end is in doubt: an answer that is framed twice may hide a second one. */
final class StrictResponseDecoder extends HttpResponseDecoder {

    StrictResponseDecoder() {
        super(new HttpDecoderConfig()
                .setStrictLineParsing(true)
                .setMaxHeaderSize(32 * 1024)
                .setMaxChunkSize(64 * 1024));
    }

    /** A body that only the end of the connection ends cannot be told from a broken one. */
    static boolean framed(HttpResponse head) {
        return HttpUtil.isContentLengthSet(head)
                || HttpUtil.isTransferEncodingChunked(head)
                || head.status().code() == 204;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("response: content-length and transfer-encoding (expected: one of them)");
    }
}
