package proxy.http;

import java.util.Optional;
import proxy.callers.Caller;
import proxy.limit.Admission;
import proxy.limit.CallerLimits;
import proxy.observe.Reason;
import proxy.observe.TokenUsage;

/** Holds one request to its caller's profile: what it may ask for, and how much of it. Lives on one event loop. */
final class CallerGate {

    private final CallerLimits limits;
    private Admission.Ticket ticket = Admission.Ticket.FREE;
    private long estimate;

    CallerGate(CallerLimits limits) {
        this.limits = limits;
    }

    /** Counts a request from now on, of which only the head is known: a body that comes slowly takes its caller's place, not others'. */
    Optional<Rejection> admit(Caller caller) {
        return switch (limits.admit(caller.application(), caller.profile().allowance())) {
            case Admission.Admitted admitted -> {
                ticket = admitted.ticket();
                yield Optional.empty();
            }
            case Admission.Refused refused -> Optional.of(rejection(refused));
        };
    }

    /** Passes what was admitted, or says why not. */
    Optional<Rejection> enter(Caller caller, Call call) {
        var profile = caller.profile();
        if (!profile.allows(call.deployment())) {
            return Optional.of(Rejection.of(Reason.MODEL_NOT_ALLOWED, "The caller's profile does not list the model"));
        }
        return enter(caller, call.facts().stream(), call.tokens());
    }

    /** The same for what is of no model. */
    Optional<Rejection> enter(Caller caller, boolean stream, long tokens) {
        if (stream && !caller.profile().streaming()) {
            return Optional.of(Rejection.of(
                    Reason.STREAMING_NOT_ALLOWED,
                    "The caller's profile does not allow streams (expected: stream false)"));
        }
        estimate = tokens;
        return ticket.take(tokens).map(CallerGate::rejection);
    }

    /**
     * The request is over, and counts as what it used; as estimated when an account had it and nobody knows.
     *
     * @param usage empty when no account worked on it: that costs nothing
     */
    void leave(Optional<TokenUsage> usage) {
        ticket.close(usage.map(it -> it.known() ? it.total() : estimate).orElse(0L));
    }

    private static Rejection rejection(Admission.Refused refused) {
        return Rejection.of(
                reason(refused.limit()),
                "The caller's own limit is reached, whatever the platform has left",
                refused.retryAfterMillis());
    }

    private static Reason reason(Admission.Limit limit) {
        return switch (limit) {
            case REQUESTS -> Reason.CALLER_REQUEST_LIMIT;
            case TOKENS -> Reason.CALLER_TOKEN_LIMIT;
            case CONCURRENCY -> Reason.CALLER_CONCURRENCY_LIMIT;
        };
    }
}
