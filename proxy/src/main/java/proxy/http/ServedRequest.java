package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.concurrent.EventExecutor;
import java.util.OptionalLong;
import java.util.function.Consumer;
import proxy.api.Route;
import proxy.api.RouteTable;
import proxy.callers.Caller;
import proxy.io.Backstop;
import proxy.io.BufferedBody;
import proxy.observe.AccessRecord;
import proxy.observe.Reason;
import proxy.upstream.Upstream;

/**
 * One request from its head to the end of its answer: admits the caller, collects the body within the limit, and has the whole
 * dispatched. Lives on the connection's event loop.
 */
public final class ServedRequest implements Reply.Ending, Backstop {

    private static final int MAX_SKIPPED = 64 * 1024;

    private final ChannelHandlerContext ctx;
    private final Services services;
    private final boolean mayKeepAlive;
    private final Consumer<Boolean> answered;
    private final Progress progress = new Progress();
    private final Reply reply;
    private final BufferedBody body;
    private final Dispatch dispatch;

    private HttpRequest head;
    private long announced;
    private Route route;
    private Caller caller;
    private boolean admitted;
    private boolean bodyComplete;
    /** Null unless a refusal waits for the end of a body that nobody keeps. */
    private Rejection turnedAway;

    /**
     * A request whose head may yet have to come.
     *
     * @param ctx of the connection's last handler
     * @param services which it keeps to its end
     * @param upstream of the connection's event loop
     * @param mayKeepAlive whether the connection may serve another request after it
     * @param answered hears once, when the answer is over, whether the connection serves another request
     */
    public ServedRequest(
            ChannelHandlerContext ctx,
            Services services,
            Upstream upstream,
            ClientTimers timers,
            boolean mayKeepAlive,
            Consumer<Boolean> answered) {
        this.ctx = ctx;
        this.services = services;
        this.mayKeepAlive = mayKeepAlive;
        this.answered = answered;
        this.reply = new Reply(ctx, progress, this);
        this.body = new BufferedBody(ctx.alloc(), services.memory());
        var request = new RequestContext(ctx, services, upstream, reply, progress, this);
        this.dispatch = new Dispatch(request, timers, body);
    }

    /** Takes the head, which is well-formed. */
    public void head(HttpRequest received) {
        head = received;
        if (HttpMethod.HEAD.equals(received.method())) {
            reply.headOnly();
        }
        route = RouteTable.match(received.method().name(), received.uri());
        progress.route = route.word();
        progress.probe = route.anonymous();
        announced = HttpUtil.getContentLength(received, 0L);
        bodyComplete = announced == 0 && !HttpUtil.isTransferEncodingChunked(received);
        if (route.anonymous()) {
            admit();
            return;
        }
        new CallerCheck(services.callers(), reply, this::accept, this).check(received.headers());
    }

    private void accept(Caller known) {
        caller = known;
        body.of(known.application());
        progress.caller = known.subject();
        progress.profile = known.profile().name();
        if (known.profile().debug()) {
            progress.explanation = new Explanation(known.profile().name());
        }
        admit();
    }

    private void admit() {
        if (route instanceof Route.Nowhere nowhere) {
            var extra = new DefaultHttpHeaders();
            nowhere.allowed().ifPresent(method -> extra.set(HttpHeaderNames.ALLOW, method));
            reply.reject(nowhere.reason(), nowhere.message(), OptionalLong.empty(), extra);
        } else if (announced > services.limits().requestBodyBytes()) {
            tooLarge();
        } else if (!route.anonymous() && !services.memory().fits(bodyComplete ? 0 : Math.max(1, announced))) {
            // Probes are answered in any case: a replica that is full must not be killed with all its streams.
            refuse(Rejection.overloaded());
        } else if (route instanceof Route.Forwarded it && !it.operation().form().is(head.headers())) {
            var expected = it.operation().form().mediaType();
            refuse(Reason.UNSUPPORTED_MEDIA_TYPE, "content-type (expected: " + expected + ", not encoded)");
        } else {
            dispatch.admit(route, caller).ifPresentOrElse(this::turnAway, this::proceed);
        }
    }

    private void proceed() {
        admitted = true;
        if (bodyComplete) {
            dispatch.serve(route, head.headers(), caller);
        } else if (HttpUtil.is100ContinueExpected(head)) {
            ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), "HTTP/1.1 100 Continue\r\n\r\n"));
        }
    }

    /** Without the rest of the body the connection is lost, and a caller over its limit comes back: a short rest is read for that. */
    private void turnAway(Rejection rejection) {
        if (announced > 0 && announced <= MAX_SKIPPED && !bodyComplete && !HttpUtil.is100ContinueExpected(head)) {
            body.release();
            turnedAway = rejection;
        } else {
            refuse(rejection);
        }
    }

    /**
     * Takes a part of the body, which stays the caller's. The end of a body that the head said is empty tells nothing new.
     *
     * @param last whether nothing follows
     */
    public void body(ByteBuf part, boolean last) {
        if (reply.over() || bodyComplete) {
            return;
        }
        progress.requestBytes += part.readableBytes();
        if (progress.requestBytes > services.limits().requestBodyBytes()) {
            tooLarge();
            return;
        }
        if (turnedAway != null) {
            bodyComplete = last;
            if (last) {
                refuse(turnedAway);
            }
            return;
        }
        if (!body.add(part)) {
            refuse(Rejection.overloaded());
            return;
        }
        bodyComplete = last;
        if (last && admitted) {
            dispatch.serve(route, head.headers(), caller);
        }
    }

    private void tooLarge() {
        refuse(Reason.BODY_TOO_LARGE, "The body is over " + services.limits().requestBodyBytes() + " bytes");
    }

    /** The time for the body is over. */
    public void bodyOverdue() {
        if (!reply.over()) {
            refuse(Reason.REQUEST_TIMEOUT, "The request body took too long");
        }
    }

    /** Answers with an error, unless the answer is over. */
    public void refuse(Reason reason, String message) {
        refuse(Rejection.of(reason, message));
    }

    /** The replica has as many connections as it may. */
    public void crowded() {
        refuse(Rejection.crowded());
    }

    private void refuse(Rejection rejection) {
        if (!reply.over()) {
            rejection.give(reply);
        }
    }

    /** Ends the answer with an error, or breaks it off when it has begun. */
    public void giveUp(Reason reason, String message) {
        dispatch.giveUp(reason, message);
    }

    /** The client took what was buffered for it. */
    public void clientWritable() {
        dispatch.clientWritable();
    }

    /** Nobody takes the answer. */
    public void clientGone() {
        dispatch.clientGone(Reason.CLIENT_CLOSED);
    }

    @Override
    public void broke(Throwable cause) {
        services.accessLog().broke(progress.requestId, cause);
        try {
            giveUp(Reason.INTERNAL_ERROR, "The gateway failed");
        } catch (RuntimeException | Error e) {
            services.accessLog().broke(progress.requestId, e);
            if (!reply.over()) {
                reply.abandon(Reason.INTERNAL_ERROR);
            }
        }
    }

    @Override
    public EventExecutor loop() {
        return ctx.executor();
    }

    /** What there is to say of it, once its answer is over. */
    public AccessRecord record() {
        return progress.record();
    }

    @Override
    public boolean keepsAlive() {
        return mayKeepAlive
                && bodyComplete
                && head != null
                && HttpUtil.isKeepAlive(head)
                && !services.drain().started();
    }

    /** What has begun is never sent again: neither prompt nor fields need stay for the length of a stream. */
    @Override
    public void begun() {
        body.release();
        head.headers().clear();
        if (progress.stream) {
            services.metrics().streamBegins();
        }
    }

    @Override
    public void ending() {
        dispatch.over();
        if (progress.stream && reply.begun()) {
            services.metrics().streamEnds();
        }
    }

    @Override
    public void answered(boolean keepAlive) {
        body.release();
        answered.accept(keepAlive);
    }
}
