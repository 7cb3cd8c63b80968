package proxy.limit;

import java.util.Optional;

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

    /** A running request of a caller, from its head on. Not thread-safe. */
    interface Ticket {

        /** For a caller without limits. */
        Ticket FREE = new Ticket() {
            @Override
            public Optional<Refused> take(long estimate) {
                return Optional.empty();
            }

            @Override
            public void close(long tokens) {}
        };

        /**
         * Asks for the tokens of the request, once it is known what it asks. Call at most once.
         *
         * @param estimate tokens that it will use, as far as can be told before it runs
         * @return why it may not run, empty when it may
         */
        Optional<Refused> take(long estimate);

        /**
         * The request is over. Further calls do nothing. One that got no tokens was not served, and does not count as a request.
         *
         * @param tokens what it used; they replace the estimate
         */
        void close(long tokens);
    }
}
