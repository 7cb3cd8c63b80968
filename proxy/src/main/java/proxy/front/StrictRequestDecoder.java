package proxy.front;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Netty's parser behind {@link HeadRules}, one request at a time.
 *
 * <pre>
 *   head ──complete and good──► body ──last part──► held ──next()──► head
 *     │                           │                   │
 *     └── Malformed ──► deaf ◄────┴─── deaf() ────────┘ too much waits
 * </pre>
 *
 * While held, bytes of the next request wait, at most {@link #MAX_WAITING} of them; after more than that there is no next one. Deaf, it
 * drops everything. The socket is always read: behind bytes that are not, the end of the client would not be seen.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {

    /** Fired through the pipeline when a request head has begun to arrive, unless it is there as a whole. */
    static final Object HEAD_STARTED = new Object();

    private static final int MAX_WAITING = 64 * 1024;
    private static final int END_OF_HEAD = 4;

    /** Where a head is looked at: one at a time per thread, so that none takes memory of its own for it. */
    private static final FastThreadLocal<byte[]> HEAD = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[HeadRules.MAX_HEAD];
        }
    };

    private State state = State.HEAD;
    /** Of the body, null when it has none. */
    private ChunkRules chunks;

    private int scanned;
    private boolean complete;

    private enum State {
        HEAD,
        BODY,
        HELD,
        DEAF
    }

    StrictRequestDecoder() {
        super(new HttpDecoderConfig()
                .setStrictLineParsing(true)
                // HeadRules have looked at every character already.
                .setHeadersFactory(DefaultHttpHeadersFactory.headersFactory().withValidation(false))
                .setMaxInitialLineLength(HeadRules.MAX_HEAD)
                .setMaxHeaderSize(HeadRules.MAX_HEAD)
                .setMaxChunkSize(64 * 1024));
    }

    /** Lets the next request through. @return whether there can be one */
    boolean next(ChannelHandlerContext front) {
        if (state == State.HELD) {
            state = State.HEAD;
            if (actualReadableBytes() > 0) {
                var ctx = front.pipeline().context(this);
                ctx.executor().execute(() -> readAgain(ctx));
            }
        }
        return state != State.DEAF;
    }

    /** Drops whatever else arrives. */
    void deaf() {
        state = State.DEAF;
    }

    private void readAgain(ChannelHandlerContext ctx) {
        try {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            channelReadComplete(ctx);
        } catch (Exception e) {
            ctx.fireExceptionCaught(e);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        switch (state) {
            case HELD -> {
                if (in.readableBytes() > MAX_WAITING) {
                    state = State.DEAF;
                    in.skipBytes(in.readableBytes());
                }
            }
            case DEAF -> in.skipBytes(in.readableBytes());
            case HEAD -> {
                if (headComplete(ctx, in, out)) {
                    state = State.BODY;
                    body(ctx, in, out);
                }
            }
            case BODY -> body(ctx, in, out);
        }
    }

    /** The connection is gone: half a request is not passed on. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        in.skipBytes(in.readableBytes());
    }

    private void body(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (chunks != null && !chunks.hold(in)) {
            broken(in, out);
            return;
        }
        var start = in.readerIndex();
        super.decode(ctx, in, out);
        var last = out.isEmpty() ? null : out.get(out.size() - 1);
        if (last instanceof HttpRequest head) {
            chunks = HttpUtil.isTransferEncodingChunked(head) ? new ChunkRules() : null;
        } else if (chunks != null) {
            chunks.taken(in.readerIndex() - start);
        }
        if (last instanceof LastHttpContent) {
            state = State.HELD;
            scanned = 0;
            complete = false;
            chunks = null;
        }
    }

    private void broken(ByteBuf in, List<Object> out) {
        state = State.DEAF;
        in.skipBytes(in.readableBytes());
        var end = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
        end.setDecoderResult(DecoderResult.failure(new CorruptedFrameException("chunks")));
        out.add(end);
    }

    private boolean headComplete(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (!in.isReadable()) {
            return false;
        }
        var first = scanned == 0;
        var fault = scan(in);
        if (fault.isEmpty() && !complete) {
            if (first) {
                ctx.fireUserEventTriggered(HEAD_STARTED);
            }
            return false;
        }
        var refusal = fault.isPresent() ? fault : checked(in);
        refusal.ifPresent(malformed -> {
            state = State.DEAF;
            in.skipBytes(in.readableBytes());
            out.add(malformed);
        });
        return refusal.isEmpty();
    }

    private Optional<Malformed> checked(ByteBuf in) {
        var head = HEAD.get();
        var length = scanned - END_OF_HEAD;
        in.getBytes(in.readerIndex(), head, 0, length);
        try {
            return HeadRules.check(head, length);
        } finally {
            // It holds the caller's token.
            Arrays.fill(head, 0, length, (byte) 0);
        }
    }

    /** Looks at each byte once, however slowly they come. A carriage return alone is left to {@link HeadRules}. */
    private Optional<Malformed> scan(ByteBuf in) {
        var start = in.readerIndex();
        var limit = start + Math.min(in.readableBytes(), HeadRules.MAX_HEAD);
        while (start + scanned < limit) {
            var feed = in.indexOf(start + scanned, limit, (byte) '\n');
            if (feed < 0) {
                scanned = limit - start;
                break;
            }
            scanned = feed + 1 - start;
            if (feed == start || in.getByte(feed - 1) != '\r') {
                return HeadRules.malformed("line end (expected: CR LF, and neither alone)");
            }
            if (scanned >= END_OF_HEAD && in.getByte(feed - 2) == '\n') {
                complete = true;
                return Optional.empty();
            }
        }
        return scanned == HeadRules.MAX_HEAD
                ? HeadRules.tooLarge("over " + HeadRules.MAX_HEAD + " bytes")
                : Optional.empty();
    }
}
