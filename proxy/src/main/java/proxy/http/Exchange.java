package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import proxy.balance.Backend;
import proxy.balance.Decision;
import proxy.balance.Outcome;
import proxy.balance.RequestFacts;
import proxy.balance.RetryHint;
import proxy.observe.Reason;
import proxy.upstream.Attempt;
import proxy.upstream.AttemptListener;
import proxy.upstream.Upstream;

/**
 * A forwarded request, from the first decision to the end of the answer. Until a good answer begins, a failure may move it to
 * another backend; after that never: the answer is relayed or broken off. Lives on the client connection's event loop.
 */
final class Exchange implements AttemptListener {

    private final ChannelHandlerContext ctx;
    private final Services services;
    private final Upstream upstream;
    private final Call call;
    private final Reply reply;
    private final Progress progress;
    private final Set<Backend> tried = new HashSet<>();
    private final Deadline deadline = new Deadline();
    private final Deadline pause = new Deadline();
    private final BackPressure backPressure;

    private Backend backend;
    private Attempt attempt;
    private Relay relay;

    /** What is asked: the body stays the owner's, who keeps it until an answer begins. */
    record Call(Route.Forwarded route, HttpHeaders headers, ByteBuf body, String deployment, int maxTokens) {}

    Exchange(
            ChannelHandlerContext ctx,
            Services services,
            Upstream upstream,
            Call call,
            Reply reply,
            Progress progress) {
        this.ctx = ctx;
        this.services = services;
        this.upstream = upstream;
        this.call = call;
        this.reply = reply;
        this.progress = progress;
        this.backPressure = new BackPressure(ctx, () -> clientGone(Reason.CLIENT_STALLED));
        deadline.set(
                ctx, services.timeouts().total(), () -> giveUp(Reason.UPSTREAM_TIMEOUT, "The answer took too long"));
    }

    /** Asks the balancer, and does what it says. */
    void decide() {
        if (reply.over()) {
            return;
        }
        var attemptsLeft = services.limits().attempts() - progress.attempts;
        var facts =
                new RequestFacts(call.deployment(), call.body().readableBytes(), call.maxTokens(), tried, attemptsLeft);
        switch (services.balancer().decide(facts)) {
            case Decision.Forward forward -> forward(forward.backend());
            case Decision.Wait wait -> pause.set(ctx, Duration.ofMillis(wait.millis()), this::decide);
            case Decision.Reject reject -> reject(reject);
        }
    }

    private void forward(Backend to) {
        if (!services.credential().ready()) {
            reject(
                    Reason.CREDENTIALS_UNAVAILABLE,
                    "The gateway has no credential for its accounts now",
                    OptionalLong.of(1_000));
            return;
        }
        backend = to;
        progress.attempts++;
        progress.account = to.account();
        var fields = HeaderFields.toAccount(
                call.headers(),
                progress.requestId,
                services.credential().authorization(),
                call.body().readableBytes());
        var request = new Upstream.Request(call.route().upstreamPath(), fields, call.body());
        attempt = upstream.send(services.targets().get(to.account()), request, this);
    }

    @Override
    public void onHead(HttpResponse head) {
        switch (Answers.classify(head.status().code())) {
            case THROTTLED ->
                tryAnother(new Outcome.Throttled(RetryHint.parse(
                        head.headers().get("retry-after-ms"), head.headers().get("retry-after"), Instant.now())));
            case FAILED -> tryAnother(new Outcome.Failed());
            case TIMED_OUT -> refuse(Reason.UPSTREAM_TIMEOUT, "The account took too long");
            case USELESS -> refuse(Reason.UPSTREAM_BAD_RESPONSE, "The account's answer cannot be used");
            case UNAUTHORIZED -> unauthorized(head);
            case GOOD -> begin(head);
        }
    }

    private void tryAnother(Outcome outcome) {
        services.balancer().record(backend, outcome);
        tried.add(backend);
        attempt.discard();
        decide();
    }

    private void refuse(Reason reason, String message) {
        services.balancer().record(backend, new Outcome.Failed());
        attempt.discard();
        reject(reason, message, OptionalLong.empty());
    }

    /** Our token, not the caller's, was refused: the caller must not take it for its own. */
    private void unauthorized(HttpResponse head) {
        if (services.credential().authorization().isEmpty()) {
            begin(head);
            return;
        }
        services.credential().refused();
        attempt.discard();
        reject(Reason.UPSTREAM_UNAUTHORIZED, "The account refused the gateway's credential", OptionalLong.empty());
    }

    private void begin(HttpResponse head) {
        services.balancer().record(backend, new Outcome.Answered());
        relay = new Relay(reply, call.route().operation(), head);
    }

    @Override
    public void onBody(ByteBuf part) {
        relay.part(part);
        backPressure.wrote(attempt);
    }

    /** The client took what was buffered for it. */
    void clientWritable() {
        backPressure.clientWritable();
    }

    @Override
    public void onPause() {
        reply.flush();
    }

    @Override
    public void onEnd() {
        over();
        if (relay.complete()) {
            reply.end();
        } else {
            services.balancer().record(backend, new Outcome.Failed());
            relay.breakOff(Reason.UPSTREAM_TRUNCATED, "The answer ended before it was complete");
        }
    }

    @Override
    public void onFailure(Failure failure) {
        services.balancer().record(backend, new Outcome.Failed());
        if (relay == null && failure == Failure.CONNECT) {
            tried.add(backend);
            decide();
            return;
        }
        over();
        switch (failure) {
            case TIMEOUT -> stop(Reason.UPSTREAM_TIMEOUT, "The account fell silent");
            case BAD_RESPONSE -> stop(Reason.UPSTREAM_BAD_RESPONSE, "The account's answer cannot be used");
            case RESET, CONNECT -> stop(Reason.UPSTREAM_RESET, "The connection to the account broke");
        }
    }

    /** Ends the exchange for a reason of ours. */
    void giveUp(Reason reason, String message) {
        if (!reply.over()) {
            over();
            cancelAttempt();
            stop(reason, message);
        }
    }

    /** Nobody takes the answer: the account stops generating, and billing, it. */
    void clientGone(Reason reason) {
        if (!reply.over()) {
            over();
            cancelAttempt();
            reply.abandon(reason);
        }
    }

    private void stop(Reason reason, String message) {
        if (relay == null) {
            reject(reason, message, OptionalLong.empty());
        } else {
            relay.breakOff(reason, message);
        }
    }

    private void reject(Decision.Reject reject) {
        switch (reject.cause()) {
            case UNKNOWN_DEPLOYMENT ->
                reject(Reason.MODEL_NOT_FOUND, "The model is not served here", OptionalLong.empty());
            case THROTTLED ->
                reject(
                        Reason.THROTTLED,
                        "Every quota pool of the model is used up",
                        OptionalLong.of(reject.retryAfterMillis()));
            case NO_BACKEND ->
                reject(Reason.NO_BACKEND, "No account could answer", OptionalLong.of(reject.retryAfterMillis()));
        }
    }

    private void reject(Reason reason, String message, OptionalLong retryAfterMillis) {
        over();
        reply.reject(reason, message, retryAfterMillis, new DefaultHttpHeaders());
    }

    private void cancelAttempt() {
        if (attempt != null) {
            attempt.cancel();
        }
    }

    private void over() {
        deadline.clear();
        pause.clear();
        backPressure.over();
    }
}
