package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import proxy.balance.Decision;
import proxy.balance.Outcome;
import proxy.balance.Placement;
import proxy.balance.QuotaNews;
import proxy.balance.RequestFacts;
import proxy.balance.WaitingRoom;
import proxy.observe.Reason;
import proxy.upstream.Attempt;
import proxy.upstream.AttemptListener;
import proxy.upstream.Upstream;

/**
 * A forwarded request, from the first decision to the end of the answer. Until a good answer begins, a failure may move it to
 * another backend; after that never: the answer is relayed or broken off. Lives on the client connection's event loop.
 *
 * <p>A request is never sent again when the first sending may still be served, and paid. It may be when the account still has the
 * connection, or has begun a good answer, or said itself that it ran out of time (408, 504). It cannot be when nothing was sent (name,
 * connection, TLS), when the account refused or failed with a status (401, 429, 500, 502, 503), when it broke the connection before
 * any byte of an answer, or when the proxy did, after the account had been silent for too long: Azure stops work on a request
 * whose connection has gone. What of such a request was done until then nobody receives; Microsoft does not document whether it
 * is billed.
 */
final class Exchange implements AttemptListener {

    private final ChannelHandlerContext ctx;
    private final Services services;
    private final Upstream upstream;
    private final Call call;
    private final Reply reply;
    private final Progress progress;
    private final Trail trail;
    private final Deadline deadline = new Deadline();
    private final Deadline pause = new Deadline();
    private final BackPressure backPressure;

    private WaitingRoom.Ticket ticket;
    private Placement placement;
    private Attempt attempt;
    private Relay relay;

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
        this.trail = new Trail(services.limits().waitMillis());
        this.backPressure = new BackPressure(ctx, () -> clientGone(Reason.CLIENT_STALLED));
        deadline.set(
                ctx, services.timeouts().total(), () -> giveUp(Reason.UPSTREAM_TIMEOUT, "The answer took too long"));
    }

    /** Asks the balancer, and does what it says. */
    void decide() {
        if (!reply.over()) {
            act(services.balancer().decide(facts()));
        }
    }

    private RequestFacts facts() {
        return call.facts(trail.history(progress.attempts, services.limits().attempts() - progress.attempts));
    }

    private void act(Decision decision) {
        switch (decision) {
            case Decision.Forward forward -> forward(forward.placement());
            case Decision.Wait wait -> await(wait.millis());
            case Decision.Reject reject -> reject(Rejection.of(reject, trail.last()));
        }
    }

    private void await(long millis) {
        trail.waits(millis);
        ticket = services.waitingRoom()
                .enter(facts(), millis, decision -> ctx.executor().execute(() -> act(decision)));
        pause.set(ctx, Duration.ofMillis(millis), services.waitingRoom()::wake);
    }

    private void forward(Placement to) {
        placement = to;
        if (reply.over()) {
            record(new Outcome.Cancelled());
            return;
        }
        if (!services.credential().ready()) {
            record(new Outcome.Cancelled());
            reject(Rejection.of(
                    Reason.CREDENTIALS_UNAVAILABLE, "The gateway has no credential for its accounts now", 1_000));
            return;
        }
        var account = to.backend().account();
        progress.attempts++;
        progress.account = account;
        var fields = HeaderFields.toAccount(
                call.headers(),
                progress.requestId,
                services.credential().authorization(),
                call.body().readableBytes());
        var request = new Upstream.Request(call.route().upstreamPath(), fields, call.body());
        watch(to);
        attempt = upstream.send(services.targets().get(account), request, this);
    }

    /** Leaves a pool that has gone silent, long before the time for a first byte is over. */
    private void watch(Placement watched) {
        pause.set(ctx, Duration.ofMillis(services.balancer().patience(watched)), () -> {
            if (services.balancer().patience(watched) > 0) {
                watch(watched);
                return;
            }
            attempt.cancel();
            trail.failed(watched.backend(), Rejection.of(Failure.TIMEOUT));
            record(new Outcome.Cancelled());
            decide();
        });
    }

    @Override
    public void onHead(HttpResponse head) {
        pause.clear();
        switch (Answers.classify(head.status().code())) {
            case THROTTLED -> {
                trail.refused(placement.backend());
                tryAnother(new Outcome.Throttled(QuotaNews.ofRefusal(head.headers()::get, Instant.now())));
            }
            case FAILED -> {
                trail.failed(placement.backend());
                tryAnother(new Outcome.Failed());
            }
            case TIMED_OUT -> refuse(Rejection.of(Reason.UPSTREAM_TIMEOUT, "The account took too long"));
            case USELESS -> refuse(Rejection.of(Failure.BAD_RESPONSE));
            case UNAUTHORIZED -> unauthorized(head);
            case GOOD -> begin(head);
        }
    }

    private void tryAnother(Outcome outcome) {
        record(outcome);
        attempt.discard();
        decide();
    }

    private void refuse(Rejection rejection) {
        record(new Outcome.Failed());
        attempt.discard();
        reject(rejection);
    }

    /** Our token, not the caller's, was refused: the caller must not take it for its own. Another account may accept it. */
    private void unauthorized(HttpResponse head) {
        if (services.credential().authorization().isEmpty()) {
            begin(head);
            return;
        }
        services.credential().refused();
        trail.failed(
                placement.backend(),
                Rejection.of(Reason.UPSTREAM_UNAUTHORIZED, "The account refused the gateway's credential"));
        tryAnother(new Outcome.Failed());
    }

    private void begin(HttpResponse head) {
        record(new Outcome.Answered(QuotaNews.ofAnswer(head.headers()::get)));
        relay = new Relay(reply, call.route().operation(), head);
    }

    private void record(Outcome outcome) {
        services.balancer().record(placement, outcome);
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
            record(new Outcome.Finished());
            reply.end();
        } else {
            record(new Outcome.Failed());
            relay.breakOff(Reason.UPSTREAM_TRUNCATED, "The answer ended before it was complete");
        }
    }

    @Override
    public void onFailure(Failure failure, String cause) {
        pause.clear();
        record(new Outcome.Failed());
        services.accessLog().attemptFailed(progress.requestId, progress.account, failure.name(), cause);
        var rejection = Rejection.of(failure);
        if (relay == null && failure.again()) {
            if (failure == Failure.CONNECT) {
                trail.failed(placement.backend());
            } else {
                trail.failed(placement.backend(), rejection);
            }
            decide();
        } else {
            over();
            stop(rejection);
        }
    }

    /** Ends the exchange for a reason of ours. */
    void giveUp(Reason reason, String message) {
        if (!reply.over()) {
            over();
            cancelAttempt();
            stop(Rejection.of(reason, message));
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

    private void stop(Rejection rejection) {
        if (relay == null) {
            reject(rejection);
        } else {
            relay.breakOff(rejection.reason(), rejection.message());
        }
    }

    private void reject(Rejection rejection) {
        over();
        rejection.give(reply);
    }

    private void cancelAttempt() {
        if (attempt != null) {
            attempt.cancel();
            record(new Outcome.Cancelled());
        }
    }

    private void over() {
        deadline.clear();
        pause.clear();
        if (ticket != null) {
            ticket.leave();
        }
        backPressure.over();
    }
}
