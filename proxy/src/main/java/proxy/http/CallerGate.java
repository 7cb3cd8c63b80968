package proxy.http;

import java.util.Optional;
import proxy.callers.Caller;
import proxy.limit.Admission;
import proxy.limit.CallerLimits;
import proxy.observe.Reason;
import proxy.observe.TokenUsage;

/** Holds one request to its caller's profile: what it may ask for, and how much of it. */
final class CallerGate {

    private final CallerLimits limits;
    private Admission.Ticket ticket = tokens -> {};
    private long estimate;

    CallerGate(CallerLimits limits) {
        this.limits = limits;
    }

    /** Passes, and counts the request from now on; or says why not. */
    Optional<Rejection> enter(Caller caller, Call call) {
        var profile = caller.profile();
        if (!profile.allows(call.deployment())) {
            return Optional.of(Rejection.of(Reason.MODEL_NOT_ALLOWED, "The caller's profile does not list the model"));
        }
        return enter(caller, call.facts().stream(), call.tokens());
    }

    /** The same for what is of no model. */
    Optional<Rejection> enter(Caller caller, boolean stream, long tokens) {
        var profile = caller.profile();
        if (stream && !profile.streaming()) {
            return Optional.of(Rejection.of(
                    Reason.STREAMING_NOT_ALLOWED,
                    "The caller's profile does not allow streams (expected: stream false)"));
        }
        estimate = tokens;
        return switch (limits.admit(caller.application(), profile.allowance(), estimate)) {
            case Admission.Admitted admitted -> {
                ticket = admitted.ticket();
                yield Optional.empty();
            }
            case Admission.Refused refused ->
                Optional.of(Rejection.of(
                        reason(refused.limit()),
                        "The caller's own limit is reached, whatever the platform has left",
                        refused.retryAfterMillis()));
        };
    }

    /**
     * The request is over, and counts as what it used; as estimated when an account had it and nobody knows.
     *
     * @param usage empty when no account worked on it: that costs nothing
     */
    void leave(Optional<TokenUsage> usage) {
        ticket.close(usage.map(it -> it.known() ? it.total() : estimate).orElse(0L));
    }

    private static Reason reason(Admission.Limit limit) {
        return switch (limit) {
            case REQUESTS -> Reason.CALLER_REQUEST_LIMIT;
            case TOKENS -> Reason.CALLER_TOKEN_LIMIT;
            case CONCURRENCY -> Reason.CALLER_CONCURRENCY_LIMIT;
        };
    }
}
