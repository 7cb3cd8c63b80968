package bench.account;

import bench.quota.Manner;
import com.fasterxml.jackson.annotation.JsonAutoDetect;

/**
 * How the accounts answer.
 *
 * @param metered whether pools refuse anything
 * @param told what refusals and answers tell of the quota
 * @param latencyMillis median time to the answer, or to the first event of a stream
 * @param sigma of the log-normal distribution of that time; 0 is constant
 * @param refusalMillis time to a refusal
 * @param answerBytes about how much an answer that is no stream has
 * @param chunks content events of a stream
 * @param chunkBytes about how much each has
 * @param chunkMillis between two of them
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public record Behaviour(
        boolean metered,
        Manner manner,
        Told told,
        double latencyMillis,
        double sigma,
        int refusalMillis,
        int answerBytes,
        int chunks,
        int chunkBytes,
        int chunkMillis) {

    /** What the fields say. */
    public enum Told {
        /** What is left and when to come back. */
        ALL,
        /** When to come back, and nothing of what is left. */
        WAIT,
        NOTHING
    }

    /** Quota as in the comparison of gateways: median answer after 200 ms. */
    public static final Behaviour METERED = new Behaviour(true, Manner.SLICES, Told.ALL, 200, 0.5, 3, 700, 20, 250, 50);

    /** Answers at once and refuses nothing: what is measured is what lies in front. */
    public static final Behaviour INSTANT = new Behaviour(false, Manner.SLICES, Told.ALL, 0, 0, 0, 700, 20, 250, 100);

    public Behaviour manner(Manner other) {
        return new Behaviour(
                metered,
                other,
                told,
                latencyMillis,
                sigma,
                refusalMillis,
                answerBytes,
                chunks,
                chunkBytes,
                chunkMillis);
    }

    public Behaviour stream(int count, int everyMillis) {
        return new Behaviour(
                metered,
                manner,
                told,
                latencyMillis,
                sigma,
                refusalMillis,
                answerBytes,
                count,
                chunkBytes,
                everyMillis);
    }

    public Behaviour latency(double median, double spread) {
        return new Behaviour(
                metered, manner, told, median, spread, refusalMillis, answerBytes, chunks, chunkBytes, chunkMillis);
    }
}
