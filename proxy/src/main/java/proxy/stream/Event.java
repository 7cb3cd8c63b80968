package proxy.stream;

import proxy.observe.TokenUsage;

/**
 * What one event says.
 *
 * @param text what it adds to the answer
 * @param usage what the account says that the request used, null when it does not
 * @param onlyUsage whether it carries nothing else: it exists because it was asked for
 * @param callersFault whether an error is about what was asked: no other account would answer better
 * @param throttled whether an error is for want of quota
 * @param plain whether an error has the shape that clients of its API take for one: they pass over any other, and the end that follows it
 *     is a good one to them
 */
public record Event(
        Kind kind,
        TextCount text,
        TokenUsage usage,
        boolean onlyUsage,
        boolean callersFault,
        boolean throttled,
        boolean plain) {

    /** What an event means to whoever passes it on. */
    public enum Kind {
        /** A comment, or nothing at all. */
        SILENT,
        /** Comes before the answer: it tells that the account has begun, not that it can answer. */
        PREAMBLE,
        /** A part of the answer, or something unknown. */
        ANSWER,
        /** The account gave up. */
        ERROR,
        /** The answer is complete. */
        END
    }

    static final Event SILENT = of(Kind.SILENT, TextCount.NONE);
    static final Event END = of(Kind.END, TextCount.NONE);
    /** Not what the API describes, so it is left alone; it is paid for as anything else. */
    static final Event STRANGE = of(Kind.ANSWER, new TextCount(1, 0));

    static Event of(Kind kind, TextCount text) {
        return of(kind, text, null, false);
    }

    static Event of(Kind kind, TextCount text, TokenUsage usage, boolean onlyUsage) {
        return new Event(kind, text, usage, onlyUsage, false, false, false);
    }

    static Event error(boolean callersFault, boolean throttled, boolean plain, TokenUsage usage) {
        return new Event(Kind.ERROR, TextCount.NONE, usage, false, callersFault, throttled, plain);
    }
}
