package proxy.limit;

/** Whether a caller may run one more request now. */
public sealed interface Admission {

    /** It may; the ticket is given back when the request is over. */
    record Admitted(Ticket ticket) implements Admission {}

    /** It may not; trying again makes sense after this many milliseconds. */
    record Refused(Limit limit, long retryAfterMillis) implements Admission {}

    /** The limit that a caller has reached. */
    enum Limit {
        REQUESTS,
        TOKENS,
        CONCURRENCY
    }

    /** A running request of a caller. */
    @FunctionalInterface
    interface Ticket {

        /**
         * The request is over. Further calls do nothing.
         *
         * @param tokens what it used; they replace the estimate that it was admitted with
         */
        void close(long tokens);
    }
}
