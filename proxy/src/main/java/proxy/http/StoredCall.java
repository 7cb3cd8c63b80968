package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import proxy.api.Route;
import proxy.observe.Reason;
import proxy.upstream.Attempt;
import proxy.upstream.AttemptListener;
import proxy.upstream.Upstream;

/**
 * A request about a stored response, which only the account that keeps it can answer. It uses no quota of a model: what the account says,
 * a 429 included, is the caller's to hear, and nothing is tried twice. Lives on the client connection's event loop.
 */
final class StoredCall implements Ongoing, AttemptListener {

    private final Services services;
    private final Route.Stored route;
    private final Reply reply;
    private final Progress progress;
    private final ChannelHandlerContext ctx;
    private final Keeper.One place;
    private final String application;
    private final BackPressure backPressure;
    /** Null when not even that came about. */
    private Attempt attempt;

    private Relay relay;

    StoredCall(
            ChannelHandlerContext ctx,
            Services services,
            Route.Stored route,
            Keeper.One place,
            String application,
            Reply reply,
            Progress progress) {
        this.ctx = ctx;
        this.services = services;
        this.route = route;
        this.place = place;
        this.application = application;
        this.reply = reply;
        this.progress = progress;
        this.backPressure = new BackPressure(ctx, services.memory(), () -> clientGone(Reason.CLIENT_STALLED));
    }

    void start(Upstream upstream, HttpHeaders received) {
        if (!services.credential().ready()) {
            Rejection.credentialsUnavailable().give(reply);
            return;
        }
        progress.attempts++;
        progress.account = place.account();
        var fields = HeaderFields.toAccount(
                received, progress.requestId, services.credential().authorization(), 0);
        var request =
                new Upstream.Request(route.method(), route.upstreamPath(place.id()), fields, Unpooled.EMPTY_BUFFER);
        attempt = upstream.attempt(services.targets().get(place.account()), request, this);
        attempt.start();
    }

    @Override
    public void onHead(HttpResponse head) {
        switch (Answers.of(head, services.credential())) {
            case UNAUTHORIZED -> refuse(Rejection.unauthorized());
            case USELESS -> refuse(Rejection.of(Failure.BAD_RESPONSE));
            case GOOD, THROTTLED, FAILED, TIMED_OUT ->
                relay = AnswerCheck.relayOfStored(ctx, services, application, reply, progress, head, place.account());
        }
    }

    private void refuse(Rejection rejection) {
        attempt.discard();
        stop(rejection);
    }

    @Override
    public void onBody(ByteBuf part) {
        var fault = relay.part(part);
        if (fault == Relay.Fault.NONE) {
            backPressure.wrote(attempt);
            return;
        }
        if (fault == Relay.Fault.REFUSED) {
            services.accessLog().attemptFailed(progress.requestId, progress.account, "refused", relay.refusal());
        }
        attempt.cancel();
        stop(Rejection.of(fault, services.streams().eventBytes(), progress.findings));
    }

    @Override
    public void onPause() {
        reply.flush();
    }

    @Override
    public void onEnd() {
        if (relay.waits(this::onEnd)) {
            return;
        }
        if (relay.end()) {
            finish();
        } else if (relay.screened()) {
            stop(Rejection.screenedAnswer(progress.findings));
        } else {
            stop(Rejection.of(Reason.UPSTREAM_TRUNCATED, "The answer ended before it was complete"));
        }
    }

    private void finish() {
        over();
        reply.end();
    }

    @Override
    public void onFailure(Failure failure, String cause) {
        if (relay != null && relay.cut()) {
            finish();
            return;
        }
        services.accessLog().attemptFailed(progress.requestId, progress.account, failure.name(), cause);
        if (relay != null && relay.screened()) {
            stop(Rejection.screenedAnswer(progress.findings));
            return;
        }
        stop(
                failure == Failure.CONNECT
                        ? Rejection.of(Reason.NO_BACKEND, "The account that keeps the response is out of reach", 1_000)
                        : Rejection.of(failure));
    }

    @Override
    public void clientWritable() {
        backPressure.clientWritable();
    }

    @Override
    public void giveUp(Reason reason, String message) {
        if (!reply.over()) {
            leave();
            stop(Rejection.of(reason, message));
        }
    }

    @Override
    public void clientGone(Reason reason) {
        if (!reply.over()) {
            leave();
            over();
            reply.abandon(reason);
        }
    }

    private void leave() {
        if (attempt != null) {
            attempt.cancel();
        }
    }

    private void stop(Rejection rejection) {
        over();
        if (relay != null && relay.begun()) {
            relay.breakOff(rejection);
        } else {
            rejection.give(reply);
        }
    }

    private void over() {
        backPressure.over();
        if (relay != null) {
            relay.close();
        }
    }
}
