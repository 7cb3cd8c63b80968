package proxy.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import proxy.balance.Decision;
import proxy.observe.Findings;
import proxy.observe.Reason;
import proxy.upstream.AttemptListener.Failure;

/**
 * Why a request gets no answer of an account.
 *
 * @param retryAfterMillis when trying again makes sense, empty when it does not
 * @param mayRetry whether clients may do that on their own
 */
record Rejection(Reason reason, String message, OptionalLong retryAfterMillis, boolean mayRetry) {

    /** One that does not go away by trying again. */
    static Rejection of(Reason reason, String message) {
        return new Rejection(reason, message, OptionalLong.empty(), false);
    }

    static Rejection of(Reason reason, String message, long retryAfterMillis) {
        return new Rejection(reason, message, OptionalLong.of(retryAfterMillis), true);
    }

    /** The replica has as much to do as it can remember. */
    static Rejection overloaded() {
        return of(Reason.OVERLOADED, "The gateway has no memory left for this request now", 1_000);
    }

    /** The replica has as many connections as it may. */
    static Rejection crowded() {
        return of(Reason.OVERLOADED, "The gateway has no connection left now", 1_000);
    }

    static Rejection unknownModel() {
        return of(Reason.MODEL_NOT_FOUND, "The model is not served here (expected: one of GET /openai/v1/models)");
    }

    /** The gateway has nothing to show to its accounts. */
    static Rejection credentialsUnavailable() {
        return of(Reason.CREDENTIALS_UNAVAILABLE, "The gateway has no credential for its accounts now", 1_000);
    }

    /** The account said, where its answer should be, that it failed. */
    static Rejection failed() {
        return of(Reason.UPSTREAM_ERROR, "The account failed to answer");
    }

    /** The account is not set up for the gateway: a fault of the platform's, as the words say: the caller must not take it for its own. */
    static Rejection refused() {
        return of(
                Reason.UPSTREAM_REFUSED,
                "The platform's account does not let the gateway in, or lacks the model's deployment");
    }

    /** @param rule that the prompt breaks */
    static Rejection screenedPrompt(Findings.Rule rule) {
        return of(
                Reason.CONTENT_SCREENED,
                "The prompt holds what the caller's profile refuses (rule: " + rule.word() + ")");
    }

    /** @param findings with the rule that the answer breaks */
    static Rejection screenedAnswer(Findings findings) {
        var rule = findings.blockedBy().orElse(Findings.Rule.ANSWER_WORDS);
        var says = rule == Findings.Rule.ANSWER_UNREAD
                ? "The answer cannot be looked through, as the caller's profile wants it"
                : "The answer holds what the caller's profile refuses";
        return of(Reason.CONTENT_SCREENED, says + " (rule: " + rule.word() + ")");
    }

    static Rejection unauthorized() {
        return of(Reason.UPSTREAM_UNAUTHORIZED, "The account refused the gateway's credential");
    }

    /** The pool of the account that was asked has no quota. */
    static Rejection throttled() {
        return of(Reason.THROTTLED, "The account has no quota for it now", 1_000);
    }

    /** @param most bytes of it */
    static Rejection tooLarge(String what, long most) {
        return of(Reason.RESPONSE_TOO_LARGE, what + " is over " + most + " bytes");
    }

    static Rejection of(Failure failure) {
        return switch (failure) {
            case TLS -> of(Reason.UPSTREAM_TLS, "No trusted connection to the account could be made");
            case TIMEOUT -> of(Reason.UPSTREAM_TIMEOUT, "The account fell silent");
            case BAD_RESPONSE -> of(Reason.UPSTREAM_BAD_RESPONSE, "The account's answer cannot be used");
            case RESET, CONNECT -> of(Reason.UPSTREAM_RESET, "The connection to the account broke");
        };
    }

    /**
     * @param last what the last account did, when the caller should hear of that
     * @param geographies that the caller's data may reach, empty for all
     */
    static Rejection of(Decision.Reject reject, Optional<Rejection> last, Optional<Set<String>> geographies) {
        return switch (reject.cause()) {
            case UNKNOWN_DEPLOYMENT -> of(Reason.MODEL_NOT_FOUND, "The model is not served here");
            case GEOGRAPHY ->
                of(Reason.GEOGRAPHY_NOT_ALLOWED, "The model is not served where the caller's data may go");
            case ELSEWHERE ->
                of(
                        Reason.RESPONSE_ELSEWHERE,
                        "The account that keeps the previous response has no such model (expected: the model of that"
                                + " response, or the whole conversation in input)");
            case THROTTLED ->
                of(
                        Reason.THROTTLED,
                        "Every quota pool of the model"
                                + geographies
                                        .map(it -> " in " + String.join(", ", new TreeSet<>(it))
                                                + ", where the caller's data may go,")
                                        .orElse("")
                                + " is used up",
                        reject);
            case OVER_SHARE ->
                of(
                        Reason.CALLER_SHARE,
                        "What is left in the quota pools of the model is what other callers ask for, and this caller"
                                + " asks for more than its share",
                        reject);
            case KEEPER_THROTTLED ->
                of(
                        Reason.THROTTLED,
                        "The quota pool of the account that keeps the previous response is used up (the whole"
                                + " conversation in input may go to any pool)",
                        reject);
            case NO_BACKEND -> last.orElseGet(() -> of(Reason.NO_BACKEND, "No account could answer", reject));
        };
    }

    private static Rejection of(Reason reason, String message, Decision.Reject reject) {
        return new Rejection(reason, message, OptionalLong.of(reject.retryAfterMillis()), reject.retry());
    }

    void give(Reply reply) {
        var extra = new DefaultHttpHeaders();
        if (retryAfterMillis.isPresent() && !mayRetry) {
            extra.set(HeaderFields.SHOULD_RETRY, "false");
        }
        reply.reject(reason, message, retryAfterMillis, extra);
    }
}
