package bench.load;

import bench.wire.Head;

/**
 * How a request ended for its client.
 *
 * @param status of the answer, or {@link #BROKEN} or {@link #TIMED_OUT}
 * @param nanos from the moment it was due, whatever made it late
 * @param head of the answer, null when none came
 * @param done whether the end of a stream was announced
 * @param errorEvent whether a stream told of a failure
 */
public record Outcome(Arrival arrival, int status, long nanos, Head head, boolean done, boolean errorEvent) {

    /** The connection ended first. */
    public static final int BROKEN = -1;

    public static final int TIMED_OUT = -2;

    /** A stream that ended cleanly and short: clients take it for whole. */
    public boolean truncatedInSilence() {
        return status == 200 && arrival.stream() && !done && !errorEvent;
    }

    public boolean good() {
        return status == 200 && (!arrival.stream() || done) && !errorEvent;
    }
}
