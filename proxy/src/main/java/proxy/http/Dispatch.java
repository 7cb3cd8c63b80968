package proxy.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Optional;
import proxy.api.BodyForm;
import proxy.api.RequestBody;
import proxy.api.Route;
import proxy.balance.RequestFacts;
import proxy.callers.Caller;
import proxy.io.BufferedBody;
import proxy.observe.Reason;

/**
 * Hands one whole request to what answers it: the proxy itself, or an account, when the caller's profile has nothing against that. Lives on
 * the connection's event loop.
 */
final class Dispatch implements Ongoing {

    private final RequestContext request;
    private final Services services;
    private final Reply reply;
    private final Progress progress;
    private final ClientTimers timers;
    private final BufferedBody body;
    private final CallerGate gate;
    private Ongoing ongoing;

    Dispatch(RequestContext request, ClientTimers timers, BufferedBody body) {
        this.request = request;
        this.services = request.services();
        this.reply = request.reply();
        this.progress = request.progress();
        this.timers = timers;
        this.body = body;
        this.gate = new CallerGate(services.callerLimits());
    }

    /** Lets a request of which the head is known begin, or says why not. */
    Optional<Rejection> admit(Route route, Caller caller) {
        return route instanceof Route.Forwarded || route instanceof Route.Stored
                ? gate.admit(caller)
                : Optional.empty();
    }

    /**
     * Begins to answer what was admitted.
     *
     * @param fields of the request's head
     * @param caller null where everybody is answered
     */
    void serve(Route route, HttpHeaders fields, Caller caller) {
        // Not by the switch: its first use takes longer than the answer, and the first request of a process is a probe.
        if (route.anonymous()) {
            own().probe(route);
            return;
        }
        switch (route) {
            case Route.Models all -> own().models(caller);
            case Route.Model one -> own().model(one.name(), caller);
            case Route.Forwarded forwarded -> forward(forwarded, fields, caller);
            case Route.Stored stored -> ask(stored, fields, caller);
            default -> throw new IllegalStateException("admitted to nowhere");
        }
    }

    private OwnAnswers own() {
        return new OwnAnswers(services, reply);
    }

    private void forward(Route.Forwarded forwarded, HttpHeaders fields, Caller caller) {
        RequestBody facts;
        try {
            facts = forwarded.operation().form().scan(fields, body.bytes());
        } catch (RequestBody.Unusable e) {
            refuse(forwarded.operation().form().unusable(), e.getMessage());
            return;
        }
        var deployment = forwarded.deployment().or(facts::model).orElse("");
        if (!services.models().contains(deployment)) {
            Rejection.unknownModel().give(reply);
            return;
        }
        progress.deployment = deployment;
        progress.stream = facts.stream();
        var call = new Call(forwarded, fields, body.bytes(), deployment, facts, asker(caller));
        switch (Keeper.of(services, call)) {
            case Keeper.Anyone anyone -> enter(call, caller);
            case Keeper.Nobody nobody -> nobody.rejection().give(reply);
            case Keeper.One keeper -> {
                body.change(it -> facts.continuation().change(it, keeper.id()));
                enter(call.pinnedTo(keeper.account(), body.bytes()), caller);
            }
        }
    }

    private static RequestFacts.Asker asker(Caller caller) {
        var profile = caller.profile();
        return new RequestFacts.Asker(caller.application(), profile.priority(), profile.geographies());
    }

    private void enter(Call call, Caller caller) {
        var refusal = gate.enter(caller, call);
        if (refusal.isPresent()) {
            refusal.get().give(reply);
            return;
        }
        limitTime();
        var rules = services.screens().rules(caller.profile().name());
        if (rules.promptsOff() || call.route().operation().form() != BodyForm.JSON) {
            exchange(call);
        } else {
            var check = new PromptCheck(request);
            ongoing = check;
            check.check(call, rules, () -> exchange(call));
        }
    }

    private void exchange(Call asked) {
        var call = asked;
        if (asked.asksUsage()) {
            body.change(asked.facts().options()::change);
            call = asked.with(body.bytes());
        }
        begin(new ForwardedCall(request, call, timers));
    }

    private void ask(Route.Stored stored, HttpHeaders fields, Caller caller) {
        progress.stream = stored.stream();
        progress.unmetered = true;
        switch (Keeper.of(services, caller.application(), stored.id())) {
            case Keeper.Anyone anyone -> throw new IllegalStateException("a stored response is somewhere");
            case Keeper.Nobody nobody -> nobody.rejection().give(reply);
            case Keeper.One keeper ->
                gate.enter(caller, stored.stream(), 0)
                        .ifPresentOrElse(rejection -> rejection.give(reply), () -> ask(stored, fields, caller, keeper));
        }
    }

    private void ask(Route.Stored stored, HttpHeaders fields, Caller caller, Keeper.One keeper) {
        limitTime();
        begin(new StoredCall(request, stored, fields, keeper, caller.application()));
    }

    private void begin(Exchange call) {
        ongoing = call;
        call.next();
    }

    /** Looking at the prompt is part of what a request may take. */
    private void limitTime() {
        timers.total()
                .set(services.timeouts().total(), () -> giveUp(Reason.UPSTREAM_TIMEOUT, "The answer took too long"));
    }

    private void refuse(Reason reason, String message) {
        Rejection.of(reason, message).give(reply);
    }

    @Override
    public void clientWritable() {
        if (ongoing != null) {
            ongoing.clientWritable();
        }
    }

    @Override
    public void giveUp(Reason reason, String message) {
        if (ongoing != null) {
            ongoing.giveUp(reason, message);
        } else if (!reply.over()) {
            refuse(reason, message);
        }
    }

    @Override
    public void clientGone(Reason reason) {
        if (ongoing != null) {
            ongoing.clientGone(reason);
        } else if (!reply.over()) {
            reply.abandon(reason);
        }
    }

    /** The answer is complete: what it used counts for its caller. */
    void over() {
        timers.total().clear();
        gate.leave(progress.usage());
    }
}
