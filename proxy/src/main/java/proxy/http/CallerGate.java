package proxy.http;

import java.util.Optional;
import java.util.OptionalLong;
import proxy.callers.Caller;
import proxy.limit.Admission;
import proxy.limit.CallerLimits;
import proxy.observe.Reason;

/** Holds one request to its caller's profile: what it may ask for, and how much of it. */
final class CallerGate {

    /** What English text comes to on average; an estimate until the account has counted. */
    private static final int BYTES_PER_TOKEN = 4;

    private final CallerLimits limits;
    private Admission.Ticket ticket = tokens -> {};
    private long estimate;

    /** Why the request does not pass. */
    record Refusal(Reason reason, String message, OptionalLong retryAfterMillis) {}

    CallerGate(CallerLimits limits) {
        this.limits = limits;
    }

    /** Passes, and counts the request from now on; or says why not. */
    Optional<Refusal> enter(Caller caller, String deployment, RequestBody facts, int bytes) {
        var profile = caller.profile();
        if (!profile.allows(deployment)) {
            return refusal(Reason.MODEL_NOT_ALLOWED, "The caller's profile does not list the model");
        }
        if (facts.stream() && !profile.streaming()) {
            return refusal(
                    Reason.STREAMING_NOT_ALLOWED,
                    "The caller's profile does not allow streams (expected: stream false)");
        }
        estimate = bytes / BYTES_PER_TOKEN + facts.maxTokens();
        return switch (limits.admit(caller.application(), profile.allowance(), estimate)) {
            case Admission.Admitted admitted -> {
                ticket = admitted.ticket();
                yield Optional.empty();
            }
            case Admission.Refused refused ->
                Optional.of(new Refusal(
                        reason(refused.limit()),
                        "The caller's own limit is reached, whatever the platform has left",
                        OptionalLong.of(refused.retryAfterMillis())));
        };
    }

    /** The request is over. An answer that was begun counts as estimated; one that never came costs nothing. */
    void leave(boolean served) {
        ticket.close(served ? estimate : 0);
    }

    private static Optional<Refusal> refusal(Reason reason, String message) {
        return Optional.of(new Refusal(reason, message, OptionalLong.empty()));
    }

    private static Reason reason(Admission.Limit limit) {
        return switch (limit) {
            case REQUESTS -> Reason.CALLER_REQUEST_LIMIT;
            case TOKENS -> Reason.CALLER_TOKEN_LIMIT;
            case CONCURRENCY -> Reason.CALLER_CONCURRENCY_LIMIT;
        };
    }
}
