package bench.account;

import bench.quota.Meter;
import bench.wire.Framing;
import bench.wire.Head;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** One connection to an account. It takes the next request when the last one is answered, as a proxy's do. */
final class AccountConnection extends Framing {

    private final Simulator simulator;
    private final int pool;
    private ByteBuf body;
    private Asked current;
    private boolean answering;

    AccountConnection(Simulator simulator, int pool) {
        this.simulator = simulator;
        this.pool = pool;
    }

    @Override
    protected void onHead(ChannelHandlerContext ctx, Head head) {
        if (simulator.faultOf(pool) == Fault.BLACK_HOLE) {
            ctx.channel().config().setAutoRead(false);
        }
        body = ctx.alloc().buffer(Math.max(256, (int) head.number("content-length")));
    }

    @Override
    protected void onBody(ChannelHandlerContext ctx, ByteBuf piece) {
        body.writeBytes(piece);
    }

    @Override
    protected void onEnd(ChannelHandlerContext ctx) {
        try {
            serve(ctx, Asked.read(body));
        } catch (IOException e) {
            write(ctx, head("400 Bad Request", "", simulator.texts().error), simulator.texts().error);
        } finally {
            drop();
        }
    }

    private void serve(ChannelHandlerContext ctx, Asked asked) {
        var fault = simulator.faultOf(pool);
        if (fault == null) {
            meter(ctx, asked);
            return;
        }
        switch (fault) {
            case ERROR -> later(ctx, simulator.behaviour().refusalMillis() * 1_000_000L, () -> failed(ctx));
            case HANG, BLACK_HOLE -> {}
            case RESET -> {
                ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                ctx.close();
            }
            default -> meter(ctx, asked);
        }
    }

    private void failed(ChannelHandlerContext ctx) {
        var text = simulator.texts().error;
        write(ctx, head("500 Internal Server Error", "", text), text);
    }

    private void meter(ChannelHandlerContext ctx, Asked asked) {
        current = asked;
        var now = simulator.now();
        var verdict = simulator.admit(pool, asked);
        var told = told(verdict);
        if (verdict.admitted()) {
            answering = true;
            later(ctx, simulator.latencyNanos(pool), () -> answer(ctx, asked, told));
        } else {
            var text = simulator.texts().throttled;
            later(ctx, simulator.behaviour().refusalMillis() * 1_000_000L, () -> {
                simulator.told(pool, verdict, now);
                write(ctx, head("429 Too Many Requests", told, text), text);
            });
        }
    }

    private void answer(ChannelHandlerContext ctx, Asked asked, String told) {
        var texts = simulator.texts();
        var fault = simulator.faultOf(pool);
        if (fault == Fault.ERROR_IN_200) {
            simulator.tally().unpaid(asked.id());
        }
        if (asked.stream()) {
            var head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n" + told
                    + "transfer-encoding: chunked\r\n\r\n";
            new EventStream(ctx, texts, simulator.behaviour(), fault, asked, this::whole).begin(ascii(ctx, head));
        } else if (fault == Fault.CUT) {
            ctx.write(ascii(ctx, head("200 OK", told, texts.answer)));
            ctx.writeAndFlush(texts.answer.slice(0, texts.answer.readableBytes() / 2))
                    .addListener(done -> ctx.close());
        } else {
            whole();
            var text = fault == Fault.ERROR_IN_200 ? texts.error : texts.answer;
            write(ctx, head("200 OK", told, text), text);
        }
    }

    private void whole() {
        answering = false;
        simulator.tally().answered(current.id());
    }

    private String told(Meter.Verdict verdict) {
        var behaviour = simulator.behaviour();
        if (!behaviour.metered()) {
            return "";
        }
        var fields = new StringBuilder(256);
        if (behaviour.told() == Behaviour.Told.ALL) {
            var reading = simulator.read(pool);
            field(fields, "x-ratelimit-limit-requests", reading.limitRequests());
            field(fields, "x-ratelimit-remaining-requests", reading.remainingRequests());
            field(fields, "x-ratelimit-reset-requests", seconds(reading.resetRequestsMillis()));
            field(fields, "x-ratelimit-limit-tokens", reading.limitTokens());
            field(fields, "x-ratelimit-remaining-tokens", reading.remainingTokens());
            field(fields, "x-ratelimit-reset-tokens", seconds(reading.resetTokensMillis()));
        }
        if (!verdict.admitted() && behaviour.told() != Behaviour.Told.NOTHING) {
            field(fields, "retry-after-ms", verdict.waitMillis());
            field(fields, "retry-after", seconds(verdict.waitMillis()));
        }
        return fields.toString();
    }

    private static long seconds(long millis) {
        return Math.max(1, (millis + 999) / 1_000);
    }

    private static void field(StringBuilder fields, String name, long value) {
        fields.append(name).append(": ").append(value).append("\r\n");
    }

    private static String head(String status, String fields, ByteBuf text) {
        return "HTTP/1.1 " + status + "\r\ncontent-type: application/json\r\n" + fields + "content-length: "
                + text.readableBytes() + "\r\n\r\n";
    }

    private static void write(ChannelHandlerContext ctx, String head, ByteBuf text) {
        ctx.write(ascii(ctx, head));
        ctx.writeAndFlush(text.duplicate());
    }

    private static ByteBuf ascii(ChannelHandlerContext ctx, String text) {
        var bytes = ctx.alloc().directBuffer(text.length());
        bytes.writeCharSequence(text, StandardCharsets.US_ASCII);
        return bytes;
    }

    private static void later(ChannelHandlerContext ctx, long nanos, Runnable task) {
        if (nanos == 0) {
            task.run();
            return;
        }
        ctx.executor()
                .schedule(
                        () -> {
                            if (ctx.channel().isActive()) {
                                task.run();
                            }
                        },
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    private void drop() {
        if (body != null) {
            body.release();
            body = null;
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        super.channelActive(ctx);
        simulator.connected(1);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        super.channelInactive(ctx);
        simulator.connected(-1);
        if (answering) {
            simulator.tally().abandoned(current.id());
        }
        drop();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
