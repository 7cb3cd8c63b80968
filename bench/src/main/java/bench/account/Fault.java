package bench.account;

import java.util.Locale;

/** What goes wrong in a pool. */
public enum Fault {
    /** 500 at once. */
    ERROR,
    /** Takes the request and says nothing. */
    HANG,
    /** Resets the connection when a request has arrived. */
    RESET,
    /** Stops reading: nothing is taken, nothing is said. */
    BLACK_HOLE,
    /** 200, and an error in the body or in the first event. */
    ERROR_IN_200,
    /** Ends the connection in the middle of the answer. */
    CUT,
    /** Ten times the usual latency. */
    SLOW,
    /** Refuses everything until the fault ends, with a wait of a minute. */
    NO_QUOTA;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Fault of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
