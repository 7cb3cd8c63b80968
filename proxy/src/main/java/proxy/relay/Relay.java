package proxy.relay;

import io.netty.buffer.ByteBuf;
import proxy.observe.Reason;
import proxy.observe.TokenUsage;

/** Passes one account's good answer on as it comes, and knows whether it came whole. Lives on one event loop. */
public interface Relay {

    /** What keeps a relay from going on. */
    enum Fault {
        NONE,
        /** The account says, where its answer should be, that it failed. */
        FAILED,
        /** The account says that it lets the gateway not in, or lacks the deployment: {@link #refusal} has its word for it. */
        REFUSED,
        /** The account says, where its answer should be, that it has no quota for it. */
        THROTTLED,
        /** The account failed within its answer, in words that clients pass over: to them a good end would make half of it a whole one. */
        MUTTERED,
        /** An event is longer than the bound. */
        TOO_LARGE,
        /** The replica has no memory left for what has to be kept. */
        OVERLOADED,
        /** The answer holds what the caller's rules refuse. */
        SCREENED
    }

    /** Who has an answer passed on. */
    interface Passer {

        /** What comes next had better wait: something is looked at beside the event loop. Nothing is lost if it does not. */
        void waits();

        /** It need not any more. @param fault that was found meanwhile */
        void goesOn(Fault fault);
    }

    /** Makes known who is to hear of what happens later. */
    default void passer(Passer by) {}

    /** Takes a part of the body, which stays the caller's. */
    Fault part(ByteBuf part);

    /** The account's word for being {@link Fault#REFUSED}, empty when it is not. */
    default String refusal() {
        return "";
    }

    /** Whether the client has got anything: from then on the answer is never asked for again. */
    boolean begun();

    /**
     * Nothing more comes. Whether the answer ends well may have to be found out beside the event loop.
     *
     * @param then runs on it once {@link #end} can tell, unless the relay is closed before
     * @return false when it can tell now
     */
    default boolean waits(Runnable then) {
        return false;
    }

    /** Nothing more comes. @return whether the answer is whole */
    boolean end();

    /** The account is gone. @return whether the answer was whole before, so that nothing is missing */
    boolean cut();

    /** Whether the answer holds what the caller's rules refuse, as far as it has come. */
    default boolean screened() {
        return false;
    }

    /** Whether the account itself has told the client that it failed, for no reason that is the caller's. */
    boolean failureTold();

    /** What the answer has used so far. */
    TokenUsage usage();

    /** Breaks the client's answer off. */
    void breakOff(Reason reason, String message);

    /** Lets go of everything. Further calls do nothing. */
    void close();
}
