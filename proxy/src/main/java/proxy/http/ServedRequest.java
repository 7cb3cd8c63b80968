package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import proxy.api.BodyForm;
import proxy.api.RequestBody;
import proxy.api.Route;
import proxy.api.RouteTable;
import proxy.balance.RequestFacts;
import proxy.callers.Caller;
import proxy.observe.AccessRecord;
import proxy.observe.Reason;
import proxy.upstream.Upstream;

/**
 * One request from its head to the end of its answer: admits the caller, collects the body within the limit, and hands over
 * to what the route says. Lives on the connection's event loop.
 */
final class ServedRequest implements Reply.Ending {

    private static final String UNKNOWN_MODEL = "The model is not served here (expected: one of GET /openai/v1/models)";

    private final ChannelHandlerContext ctx;
    private final Services services;
    private final Upstream upstream;
    private final ClientTimers timers;
    private final boolean mayKeepAlive;
    private final Consumer<Boolean> answered;
    private final Progress progress = new Progress();
    private final Reply reply;
    private final BufferedBody body;
    private final CallerGate gate;

    private HttpRequest head;
    private long announced;
    private Route route;
    private Caller caller;
    private Ongoing exchange;
    private boolean admitted;
    private boolean bodyComplete;

    ServedRequest(
            ChannelHandlerContext ctx,
            Services services,
            Upstream upstream,
            ClientTimers timers,
            boolean mayKeepAlive,
            Consumer<Boolean> answered) {
        this.ctx = ctx;
        this.services = services;
        this.upstream = upstream;
        this.timers = timers;
        this.mayKeepAlive = mayKeepAlive;
        this.answered = answered;
        this.reply = new Reply(ctx, progress, this);
        this.gate = new CallerGate(services.callerLimits());
        this.body = new BufferedBody(ctx.alloc(), services.memory());
    }

    void head(HttpRequest received) {
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
        new CallerCheck(ctx, services.callers(), reply, this::accept, this::broke).check(received.headers());
    }

    private void accept(Caller known) {
        caller = known;
        progress.caller = known.subject();
        progress.profile = known.profile().name();
        admit();
    }

    private void admit() {
        if (route instanceof Route.Nowhere nowhere) {
            var extra = new DefaultHttpHeaders();
            nowhere.allowed().ifPresent(method -> extra.set(HttpHeaderNames.ALLOW, method));
            reply.reject(nowhere.reason(), nowhere.message(), OptionalLong.empty(), extra);
        } else if (announced > services.limits().requestBodyBytes()) {
            tooLarge();
        } else if (!services.memory().fits(announced)) {
            refuse(Rejection.overloaded());
        } else if (route instanceof Route.Forwarded it && !it.operation().form().is(head.headers())) {
            var expected = it.operation().form().mediaType();
            refuse(Reason.UNSUPPORTED_MEDIA_TYPE, "content-type (expected: " + expected + ", not encoded)");
        } else {
            admitted = true;
            if (bodyComplete) {
                serve();
            } else if (HttpUtil.is100ContinueExpected(head)) {
                ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), "HTTP/1.1 100 Continue\r\n\r\n"));
            }
        }
    }

    /** The end of a body that the head said is empty tells nothing new. */
    void body(ByteBuf part, boolean last) {
        if (reply.over() || bodyComplete) {
            return;
        }
        progress.requestBytes += part.readableBytes();
        if (progress.requestBytes > services.limits().requestBodyBytes()) {
            tooLarge();
            return;
        }
        if (!body.add(part)) {
            refuse(Rejection.overloaded());
            return;
        }
        bodyComplete = last;
        if (last && admitted) {
            serve();
        }
    }

    private void serve() {
        switch (route) {
            case Route.Live live -> reply.whole(200, "", new byte[0], new DefaultHttpHeaders());
            case Route.Ready ready ->
                reply.whole(services.ready() ? 200 : 503, "", new byte[0], new DefaultHttpHeaders());
            case Route.Models all ->
                reply.whole(200, "application/json", ModelList.json(models()), new DefaultHttpHeaders());
            case Route.Model one -> model(one.name());
            case Route.Forwarded forwarded -> forward(forwarded);
            case Route.Stored stored -> ask(stored);
            case Route.Nowhere nowhere -> throw new IllegalStateException("admitted to nowhere");
        }
    }

    private void model(String name) {
        if (models().contains(name)) {
            reply.whole(200, "application/json", ModelList.json(name), new DefaultHttpHeaders());
        } else {
            refuse(Reason.MODEL_NOT_FOUND, UNKNOWN_MODEL);
        }
    }

    private void forward(Route.Forwarded forwarded) {
        RequestBody facts;
        try {
            facts = forwarded.operation().form().scan(head.headers(), body.bytes());
        } catch (RequestBody.Unusable e) {
            refuse(forwarded.operation().form().unusable(), e.getMessage());
            return;
        }
        var deployment = forwarded.deployment().or(facts::model).orElse("");
        if (!services.models().contains(deployment)) {
            refuse(Reason.MODEL_NOT_FOUND, UNKNOWN_MODEL);
            return;
        }
        progress.deployment = deployment;
        progress.stream = facts.stream();
        var call = new Call(forwarded, head.headers(), body.bytes(), deployment, facts, asker());
        switch (Keeper.of(services, call)) {
            case Keeper.Anyone anyone -> enter(call);
            case Keeper.Nobody nobody -> refuse(nobody.rejection());
            case Keeper.One keeper -> {
                body.change(it -> facts.continuation().change(it, keeper.id()));
                enter(call.pinnedTo(keeper.account(), body.bytes()));
            }
        }
    }

    private void enter(Call call) {
        gate.enter(caller, call).ifPresentOrElse(rejection -> rejection.give(reply), () -> screened(call));
    }

    private void screened(Call call) {
        var rules = services.screens().rules(caller.profile().name());
        if (rules.promptsOff() || call.route().operation().form() != BodyForm.JSON) {
            exchange(call);
        } else {
            new PromptCheck(ctx, services, upstream, reply, progress, this::broke)
                    .check(call, rules, () -> exchange(call));
        }
    }

    private void ask(Route.Stored stored) {
        progress.stream = stored.stream();
        switch (Keeper.of(services, caller.application(), stored.id())) {
            case Keeper.Anyone anyone -> throw new IllegalStateException("a stored response is somewhere");
            case Keeper.Nobody nobody -> refuse(nobody.rejection());
            case Keeper.One keeper ->
                gate.enter(caller, stored.stream(), 0)
                        .ifPresentOrElse(rejection -> rejection.give(reply), () -> ask(stored, keeper));
        }
    }

    private void ask(Route.Stored stored, Keeper.One keeper) {
        var call = new StoredCall(ctx, services, stored, keeper, caller.application(), reply, progress, timers);
        exchange = call;
        call.start(upstream, head.headers());
    }

    private void exchange(Call asked) {
        var call = asked;
        if (asked.asksUsage()) {
            body.change(asked.facts().options()::change);
            call = asked.with(body.bytes());
        }
        var first = new Exchange(ctx, services, upstream, call, reply, progress, timers);
        exchange = first;
        first.decide();
    }

    private RequestFacts.Asker asker() {
        var profile = caller.profile();
        return new RequestFacts.Asker(caller.application(), profile.priority(), profile.geographies());
    }

    private Set<String> models() {
        return services.models().stream().filter(caller.profile()::allows).collect(Collectors.toSet());
    }

    private void tooLarge() {
        refuse(Reason.BODY_TOO_LARGE, "The body is over " + services.limits().requestBodyBytes() + " bytes");
    }

    void bodyOverdue() {
        if (!reply.over()) {
            refuse(Reason.REQUEST_TIMEOUT, "The request body took too long");
        }
    }

    void refuse(Reason reason, String message) {
        refuse(Rejection.of(reason, message));
    }

    void refuse(Rejection rejection) {
        if (!reply.over()) {
            rejection.give(reply);
        }
    }

    void giveUp(Reason reason, String message) {
        if (exchange != null) {
            exchange.giveUp(reason, message);
        } else {
            refuse(reason, message);
        }
    }

    void clientWritable() {
        if (exchange != null) {
            exchange.clientWritable();
        }
    }

    void clientGone() {
        if (exchange != null) {
            exchange.clientGone(Reason.CLIENT_CLOSED);
        } else if (!reply.over()) {
            reply.abandon(Reason.CLIENT_CLOSED);
        }
    }

    /** The backstop: whatever was not foreseen ends this request and no other. */
    void broke(Throwable cause) {
        services.accessLog().broke(progress.requestId, cause);
        giveUp(Reason.INTERNAL_ERROR, "The gateway failed");
    }

    AccessRecord record() {
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
        gate.leave(progress.usage());
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
