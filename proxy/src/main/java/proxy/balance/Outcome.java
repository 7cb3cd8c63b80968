package proxy.balance;

import java.util.OptionalLong;

/** How an attempt ended, as far as it says something about the backend. */
public sealed interface Outcome {

    /** The backend answered; what it said to the caller is the caller's affair. */
    record Answered() implements Outcome {}

    /** The backend refused for lack of quota, with the wait in milliseconds that it asked for, if it did. */
    record Throttled(OptionalLong waitMillis) implements Outcome {}

    /** The backend could not be reached, broke off or reported an error of its own. */
    record Failed() implements Outcome {}
}
