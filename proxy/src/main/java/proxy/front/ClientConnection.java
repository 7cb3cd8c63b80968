package proxy.front;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import proxy.http.ClientTimers;
import proxy.http.Drain;
import proxy.http.ServedRequest;
import proxy.http.Services;
import proxy.io.Uptake;
import proxy.observe.Reason;
import proxy.upstream.Upstream;

/**
 * One client connection, which serves one request after the other.
 *
 * <pre>
 *   idle ──first byte──► head ──complete──► request (body, then answer) ──► idle
 *    │ 60 s, drain quiet  │ deadline: 408      │ client gone, or no keep-alive
 *    └──────► closed ◄────┴────────────────────┘
 * </pre>
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {

    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int MAX_REQUESTS = 1_000;
    /** Whatever the settings say: so many heads, and as much again to read them with, fit into the memory that there is for buffers. */
    private static final long MOST = PlatformDependent.maxDirectMemory() / (2L * HeadRules.MAX_HEAD);

    private static final Duration LINGER = Duration.ofSeconds(1);
    /** In it the loop reads what has come already. */
    private static final Duration TURN = Duration.ofMillis(1);

    private final Supplier<Services> services;
    private final Upstream upstream;
    private final StrictRequestDecoder decoder;

    private ClientTimers timers;
    private ServedRequest request;
    private boolean headStarted;
    private boolean closing;
    private int served;

    ClientConnection(Supplier<Services> services, Upstream upstream, StrictRequestDecoder decoder) {
        this.services = services;
        this.upstream = upstream;
        this.decoder = decoder;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timers = ClientTimers.on(ctx.executor(), cause -> exceptionCaught(ctx, cause));
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        var connections = services.get().drain().connections();
        connections.add(ctx.channel());
        if (connections.size() > Math.min(MOST, services.get().limits().connections())) {
            begin(ctx).crowded();
            return;
        }
        timers.phase().set(services.get().timeouts().requestHeader(), () -> headerOverdue(ctx));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == StrictRequestDecoder.HEAD_STARTED) {
            headStarted = true;
            timers.phase().set(services.get().timeouts().requestHeader(), () -> headerOverdue(ctx));
        } else if (event == Drain.QUIET && request == null && !headStarted && !closing) {
            timers.phase().set(TURN, () -> close(ctx));
        } else if (event == Drain.OVER) {
            if (request == null) {
                close(ctx);
            } else {
                request.giveUp(Reason.SERVER_DRAINING, "The gateway is shutting down");
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof Malformed malformed) {
                begin(ctx).refuse(malformed.reason(), malformed.message());
                return;
            }
            if (message instanceof HttpRequest head) {
                timers.phase().set(services.get().timeouts().requestBody(), () -> request.bodyOverdue());
                begin(ctx).head(head);
            }
            if (message instanceof HttpContent part) {
                body(part);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private ServedRequest begin(ChannelHandlerContext ctx) {
        services.get().drain().requestBegins();
        served++;
        request = new ServedRequest(
                ctx, services.get(), upstream, timers, served < MAX_REQUESTS, keepAlive -> answered(ctx, keepAlive));
        return request;
    }

    private void body(HttpContent part) {
        if (request == null) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            request.refuse(Reason.MALFORMED_REQUEST, "Malformed request: body (expected: chunks as RFC 9112 has them)");
            return;
        }
        if (part instanceof LastHttpContent) {
            timers.phase().clear();
        }
        request.body(part.content(), part instanceof LastHttpContent);
    }

    private void answered(ChannelHandlerContext ctx, boolean keepAlive) {
        services.get().accessLog().write(request.record());
        services.get().drain().requestEnds();
        request = null;
        headStarted = false;
        timers.phase().clear();
        // Requests wait as long as answers do: a client that asks and takes nothing would have all of them kept for it.
        if (keepAlive && (!ctx.channel().isWritable() || decoder.next(ctx))) {
            rest(ctx);
        } else {
            close(ctx);
        }
    }

    /** Idle is a client that has its whole answer; until then it may take its time, as long as it takes anything. */
    private void rest(ChannelHandlerContext ctx) {
        if (Uptake.left(ctx.channel()) == 0) {
            timers.phase().set(IDLE, ctx::close);
            return;
        }
        var answers = served;
        whenTaken(ctx, () -> {
            if (request == null && !headStarted && served == answers) {
                timers.phase().set(IDLE, ctx::close);
            }
        });
    }

    /** What waits until then is kept, whoever has written it. */
    private void whenTaken(ChannelHandlerContext ctx, Runnable taken) {
        new Uptake(ctx.channel(), timers.phase(), ClientTimers.STALL, ctx::close).watch();
        var memory = services.get().memory().share();
        memory.keep(Uptake.left(ctx.channel()));
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            memory.keep(0);
            taken.run();
        });
    }

    /**
     * Closing with unread bytes resets the connection, which can destroy the answer on its way: the rest of it is written, as long
     * as the client takes it, then comes half a close, then a wait.
     */
    private void close(ChannelHandlerContext ctx) {
        if (closing) {
            return;
        }
        closing = true;
        decoder.deaf();
        whenTaken(ctx, () -> {
            ((DuplexChannel) ctx.channel()).shutdownOutput();
            timers.phase().set(LINGER, ctx::close);
        });
    }

    private void headerOverdue(ChannelHandlerContext ctx) {
        if (headStarted) {
            begin(ctx).refuse(Reason.REQUEST_TIMEOUT, "The request head took too long");
        } else {
            ctx.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable()) {
            return;
        }
        if (request != null) {
            request.clientWritable();
        } else if (!decoder.next(ctx)) {
            close(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (request != null) {
            request.clientGone();
        }
        timers.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || request == null) {
            ctx.close();
        } else {
            request.broke(cause);
        }
    }
}
