package proxy.balance;

/** What to do with a request now. */
public sealed interface Decision {

    /** Send it to this backend, and report how it went. */
    record Forward(Backend backend) implements Decision {}

    /** Ask again after this many milliseconds. */
    record Wait(long millis) implements Decision {}

    /** Give up; trying again makes sense after this many milliseconds. */
    record Reject(Cause cause, long retryAfterMillis) implements Decision {}

    /** Why a request is given up. */
    enum Cause {
        /** No account has a deployment of that name. */
        UNKNOWN_DEPLOYMENT,
        /** Every pool of the deployment said that its quota is used up. */
        THROTTLED,
        /** The backends failed, or may not be tried again for this request. */
        NO_BACKEND
    }
}
