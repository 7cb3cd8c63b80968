package proxy.balance;

/** What to do with a request now. */
public sealed interface Decision {

    /** Send it there, and report how it went. */
    record Forward(Placement placement) implements Decision {}

    /** Ask again after this many milliseconds, through the {@link WaitingRoom}. */
    record Wait(long millis) implements Decision {}

    /**
     * Give up; trying again makes sense after this many milliseconds.
     *
     * @param retry whether the caller should try again at all
     */
    record Reject(Cause cause, long retryAfterMillis, boolean retry) implements Decision {}

    /** Why a request is given up. */
    enum Cause {
        /** No account has a deployment of that name. */
        UNKNOWN_DEPLOYMENT,
        /** The deployment exists only where the caller's data may not go. */
        GEOGRAPHY,
        /** The only account that can answer has no deployment of that name. */
        ELSEWHERE,
        /** Every pool of the deployment said that its quota is used up. */
        THROTTLED,
        /** What the pools still have is what other callers ask for, and this caller asks for more than its share. */
        OVER_SHARE,
        /** The pool of the only account that can answer said that its quota is used up. */
        KEEPER_THROTTLED,
        /** The backends failed, or may not be tried again for this request. */
        NO_BACKEND
    }
}
