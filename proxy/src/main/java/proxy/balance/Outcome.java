package proxy.balance;

/** What became of a placement, as far as it says something about the backend. */
public sealed interface Outcome {

    /** A good answer has begun; what it says to the caller is the caller's affair. */
    record Answered(QuotaNews news) implements Outcome {}

    /** The answer is complete. */
    record Finished() implements Outcome {}

    /** The backend refused for lack of quota. */
    record Throttled(QuotaNews news) implements Outcome {}

    /** No connection could be made to the backend: nothing was sent. */
    record Unreached() implements Outcome {}

    /** The backend broke off, stayed silent or reported an error of its own. */
    record Failed() implements Outcome {}

    /** It ended for a reason that says nothing about the backend: the client left. */
    record Cancelled() implements Outcome {}
}
