package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Instant;
import java.util.function.Supplier;
import proxy.balance.Outcome;
import proxy.balance.Placement;
import proxy.balance.QuotaNews;
import proxy.observe.Metrics;
import proxy.observe.Reason;
import proxy.observe.TokenUsage;
import proxy.upstream.Attempt;
import proxy.upstream.AttemptListener;
import proxy.upstream.Upstream;

/** One sending of a request to one account, and what comes of it. Lives on the client connection's event loop. */
final class Sending implements AttemptListener {

    private final ChannelHandlerContext ctx;
    private final Services services;
    private final Call call;
    private final Reply reply;
    private final Progress progress;
    private final Trail trail;
    private final Placement placement;
    private final Owner owner;
    private final Patience patience;
    private final BackPressure backPressure;
    private Attempt attempt;
    private Relay relay;
    private Supplier<TokenUsage> usageBefore;
    private boolean counted;

    /** The request's exchange. */
    interface Owner {

        /** This sending came to nothing, and another one may do better. */
        void again();

        /** This was the last sending. */
        void over();

        /** The client takes nothing of its answer any more. */
        void clientStalled();
    }

    Sending(
            ChannelHandlerContext ctx,
            Services services,
            Call call,
            Reply reply,
            Progress progress,
            Trail trail,
            Placement placement,
            ClientTimers timers,
            Owner owner) {
        this.ctx = ctx;
        this.services = services;
        this.call = call;
        this.reply = reply;
        this.progress = progress;
        this.trail = trail;
        this.placement = placement;
        this.owner = owner;
        this.patience = new Patience(timers.patience(), services.balancer(), placement, this::leaveSilent);
        this.backPressure = new BackPressure(ctx, owner::clientStalled);
    }

    void start(Upstream upstream) {
        var account = placement.backend().account();
        progress.attempts++;
        progress.account = account;
        var fields = HeaderFields.toAccount(
                call.headers(),
                progress.requestId,
                services.credential().authorization(),
                call.body().readableBytes());
        var request = new Upstream.Request(HttpMethod.POST, call.route().upstreamPath(), fields, call.body());
        patience.start();
        attempt = upstream.send(services.targets().get(account), request, this);
    }

    private void leaveSilent() {
        noteUnheard();
        attempt.cancel();
        trail.failed(placement.backend(), Rejection.of(Failure.TIMEOUT));
        record(new Outcome.Cancelled());
        owner.again();
    }

    @Override
    public void onHead(HttpResponse head) {
        patience.end();
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
        owner.again();
    }

    private void refuse(Rejection rejection) {
        progress.usedUnknown();
        record(new Outcome.Failed());
        attempt.discard();
        stop(rejection);
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
        relay = Relay.of(ctx, services, call, reply, head, placement.backend().account());
        if (head.status().code() < 300) {
            usageBefore = progress.usage;
            progress.usage = relay::usage;
        }
    }

    private void record(Outcome outcome) {
        services.balancer().record(placement, outcome);
        count(outcome);
    }

    private void count(Outcome outcome) {
        var how = switch (outcome) {
            case Outcome.Answered answered -> null;
            case Outcome.Finished finished -> Metrics.Attempt.FINISHED;
            case Outcome.Throttled throttled -> Metrics.Attempt.THROTTLED;
            case Outcome.Unreached unreached -> Metrics.Attempt.FAILED;
            case Outcome.Failed failed -> Metrics.Attempt.FAILED;
            case Outcome.Cancelled cancelled -> Metrics.Attempt.CANCELLED;
        };
        if (how != null && !counted) {
            counted = true;
            services.metrics().attempted(placement.backend().pool(), how);
        }
    }

    @Override
    public void onBody(ByteBuf part) {
        switch (relay.part(part)) {
            case NONE -> backPressure.wrote(attempt);
            case FAILED -> {
                trail.failed(placement.backend(), Rejection.of(Reason.UPSTREAM_ERROR, "The account failed to answer"));
                leave(new Outcome.Failed());
            }
            case THROTTLED -> {
                progress.usage = usageBefore;
                trail.refused(placement.backend());
                leave(new Outcome.Throttled(QuotaNews.ofRefusal(name -> null, Instant.now())));
            }
            case UNUSABLE -> {
                attempt.cancel();
                record(new Outcome.Failed());
                stop(Rejection.of(
                        Reason.UPSTREAM_BAD_RESPONSE,
                        "An event is over " + services.streams().eventBytes() + " bytes"));
            }
            case OVERLOADED -> {
                attempt.cancel();
                record(new Outcome.Cancelled());
                stop(Rejection.overloaded());
            }
        }
    }

    /** Leaves an account that could not answer before the client has heard of it. */
    private void leave(Outcome outcome) {
        dropRelay();
        tryAnother(outcome);
    }

    private void dropRelay() {
        backPressure.over();
        if (relay != null) {
            relay.close();
            relay = null;
        }
    }

    /** An account that was sent the request may have worked on it, though nothing was heard of it. */
    private void noteUnheard() {
        if (relay == null && attempt.sent()) {
            progress.usedUnknown();
        }
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
        if (relay.end()) {
            finish();
        } else {
            record(new Outcome.Failed());
            failed(Rejection.of(Reason.UPSTREAM_TRUNCATED, "The answer ended before it was complete"));
        }
    }

    private void finish() {
        if (relay.failureTold()) {
            progress.reason = Reason.UPSTREAM_ERROR;
            record(new Outcome.Failed());
        } else {
            record(new Outcome.Finished());
        }
        end();
        reply.end();
    }

    @Override
    public void onFailure(Failure failure, String cause) {
        patience.end();
        if (relay != null && relay.cut()) {
            finish();
            return;
        }
        record(failure == Failure.CONNECT ? new Outcome.Unreached() : new Outcome.Failed());
        services.accessLog().attemptFailed(progress.requestId, progress.account, failure.name(), cause);
        var rejection = Rejection.of(failure);
        if (relay == null && failure == Failure.CONNECT) {
            trail.failed(placement.backend());
            owner.again();
        } else if (failure.again()) {
            failed(rejection);
        } else {
            if (relay == null) {
                progress.usedUnknown();
            }
            stop(rejection);
        }
    }

    /** What was sent came to nothing: as long as the client has not heard of it, another account may do better. */
    private void failed(Rejection rejection) {
        if (relay != null && relay.begun()) {
            stop(rejection);
            return;
        }
        progress.usedUnknown();
        trail.failed(placement.backend(), rejection);
        dropRelay();
        owner.again();
    }

    /** Ends the sending at once, for a reason that says nothing about the account. */
    void cancel() {
        noteUnheard();
        attempt.cancel();
        record(new Outcome.Cancelled());
        end();
    }

    /** Ends the client's answer, whether it has begun or not. */
    void stop(Rejection rejection) {
        end();
        if (relay != null && relay.begun()) {
            relay.breakOff(rejection);
        } else {
            rejection.give(reply);
        }
    }

    private void end() {
        patience.end();
        backPressure.over();
        if (relay != null) {
            relay.close();
        }
        owner.over();
    }
}
