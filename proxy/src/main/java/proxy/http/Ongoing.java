package proxy.http;

import proxy.observe.Reason;

/** A request that is on its way to an answer. */
interface Ongoing {

    /** The client took what was buffered for it. */
    void clientWritable();

    /** Ends it for a reason of ours. */
    void giveUp(Reason reason, String message);

    /** Nobody takes the answer. */
    void clientGone(Reason reason);
}
