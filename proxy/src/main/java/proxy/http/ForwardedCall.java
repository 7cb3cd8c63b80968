package proxy.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import proxy.balance.Decision;
import proxy.balance.Outcome;
import proxy.balance.Placement;
import proxy.balance.RequestFacts;
import proxy.balance.WaitingRoom;
import proxy.io.Deadline;
import proxy.io.EncodedField;
import proxy.relay.Relay;
import proxy.upstream.Upstream;

/** A request that any account may answer: the balancer says which one is asked next, whether it waits, and when it is refused. */
final class ForwardedCall extends Exchange {

    private final Call call;
    private final Trail trail;
    private final ClientTimers timers;
    private final Deadline pause;
    private WaitingRoom.Ticket ticket;

    ForwardedCall(RequestContext request, Call call, ClientTimers timers) {
        super(request);
        this.call = call;
        this.timers = timers;
        this.pause = new Deadline(request.backstop().loop(), request.backstop()::broke);
        this.trail = new Trail(services.limits().waitMillis(), progress.explanation);
    }

    /** Asks the balancer, and does what it says. */
    @Override
    void next() {
        if (!reply.over()) {
            act(services.balancer().decide(facts()));
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
        var backstop = request.backstop();
        ticket = services.waitingRoom()
                .enter(
                        facts(),
                        millis,
                        decision -> backstop.loop().execute(() -> backstop.run(() -> act(decision.get()))));
        pause.set(Duration.ofMillis(millis), services.waitingRoom()::wake);
    }

    private void forward(Placement to) {
        pause.close();
        if (!services.credential().ready()) {
            services.balancer().record(to, new Outcome.Cancelled());
            reject(Rejection.credentialsUnavailable());
        } else {
            trail.sends(to.backend());
            var report = new PoolReport(services, trail, to, progress.requestId);
            var patience = new PoolPatience(timers.patience(), services.balancer(), to);
            current(new Sending(request, report, patience, this))
                    .start(to.backend().account());
        }
    }

    @Override
    public Upstream.Request request(Optional<EncodedField> credential) {
        var body = call.body();
        var fields = HeaderFields.toAccount(call.headers(), progress.requestId, credential, body.readableBytes());
        return new Upstream.Request(HttpMethod.POST, call.route().upstreamPath(), fields, body);
    }

    @Override
    public Answers meaning(Answers usual) {
        return usual;
    }

    @Override
    public Relay relay(HttpResponse head, String account) {
        return new Relays(request, head, account).of(call);
    }

    @Override
    public void over() {
        pause.close();
        if (ticket != null) {
            ticket.leave();
        }
    }
}
