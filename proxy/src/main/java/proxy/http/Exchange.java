package proxy.http;

import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.function.Consumer;
import proxy.balance.Decision;
import proxy.balance.Outcome;
import proxy.balance.Placement;
import proxy.balance.RequestFacts;
import proxy.balance.WaitingRoom;
import proxy.io.Deadline;
import proxy.observe.Reason;
import proxy.upstream.Upstream;

/**
 * A forwarded request, from the first decision to the end of the answer: it is sent to one account after the other until one of them
 * answers. Once the client has got the beginning of an answer that never happens: it is relayed or broken off. Lives on the client
 * connection's event loop.
 *
 * <p>A request is never sent again when the first sending may still be served, and paid. It may be when the account still has the
 * connection, or has begun to answer, or said itself that it ran out of time (408, 504). It cannot be when nothing was sent (name,
 * connection, TLS), when the account refused or failed (401, 429, 500, 502, 503, or an error where its answer should begin), when it
 * broke the connection before any of its answer, or when the proxy did, after the account had been silent for too long: Azure
 * stops work on a request whose connection has gone. What of such a request was done until then nobody receives; Microsoft does
 * not document whether it is billed.
 */
final class Exchange implements Passage.Owner, Ongoing {

    private final ChannelHandlerContext ctx;
    private final Services services;
    private final Upstream upstream;
    private final Call call;
    private final Reply reply;
    private final Progress progress;
    private final Trail trail;
    private final ClientTimers timers;
    private final Consumer<Throwable> broke;
    private final Deadline pause;
    private WaitingRoom.Ticket ticket;
    private Sending sending;

    /** @param broke hears of a fault that comes later: it has no pipeline of the client's to go through */
    Exchange(
            ChannelHandlerContext ctx,
            Services services,
            Upstream upstream,
            Call call,
            Reply reply,
            Progress progress,
            ClientTimers timers,
            Consumer<Throwable> broke) {
        this.ctx = ctx;
        this.services = services;
        this.upstream = upstream;
        this.call = call;
        this.reply = reply;
        this.progress = progress;
        this.timers = timers;
        this.broke = broke;
        this.pause = new Deadline(ctx.executor());
        this.trail = new Trail(services.limits().waitMillis(), progress.explanation);
    }

    /** Asks the balancer, and does what it says. */
    void decide() {
        if (!reply.over()) {
            act(services.balancer().decide(facts()));
        }
    }

    @Override
    public void again() {
        sending = null;
        guarded(this::decide);
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            broke.accept(e);
        }
    }

    private RequestFacts facts() {
        return call.facts(trail.history(progress.attempts, services.limits().attempts() - progress.attempts));
    }

    /** What is decided for one who waits may come after the request is over. */
    private void act(Decision decision) {
        if (reply.over()) {
            if (decision instanceof Decision.Forward forward) {
                services.balancer().record(forward.placement(), new Outcome.Cancelled());
            }
            return;
        }
        switch (decision) {
            case Decision.Forward forward -> forward(forward.placement());
            case Decision.Wait wait -> await(wait.millis());
            case Decision.Reject reject ->
                reject(Rejection.of(reject, trail.last(), call.asker().geographies()));
        }
    }

    private void await(long millis) {
        trail.waits(millis);
        ticket = services.waitingRoom()
                .enter(facts(), millis, decision -> ctx.executor().execute(() -> guarded(() -> act(decision.get()))));
        pause.set(Duration.ofMillis(millis), services.waitingRoom()::wake);
    }

    private void forward(Placement to) {
        pause.close();
        if (!services.credential().ready()) {
            services.balancer().record(to, new Outcome.Cancelled());
            reject(Rejection.credentialsUnavailable());
        } else {
            trail.sends(to.backend());
            sending = new Sending(ctx, services, call, reply, progress, trail, to, timers, this);
            sending.start(upstream);
        }
    }

    @Override
    public void clientWritable() {
        if (sending != null) {
            sending.clientWritable();
        }
    }

    @Override
    public void giveUp(Reason reason, String message) {
        if (!reply.over()) {
            var rejection = Rejection.of(reason, message);
            if (sending == null) {
                reject(rejection);
            } else {
                sending.cancel();
                sending.stop(rejection);
            }
        }
    }

    /** Nobody takes the answer: the account stops generating, and billing, it. */
    @Override
    public void clientGone(Reason reason) {
        if (!reply.over()) {
            if (sending != null) {
                sending.cancel();
            }
            over();
            reply.abandon(reason);
        }
    }

    @Override
    public void clientStalled() {
        clientGone(Reason.CLIENT_STALLED);
    }

    private void reject(Rejection rejection) {
        over();
        rejection.give(reply);
    }

    @Override
    public void over() {
        pause.close();
        if (ticket != null) {
            ticket.leave();
        }
    }
}
