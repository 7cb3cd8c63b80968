package localazure.planes.openai;

import java.time.Clock;
import java.time.Duration;

/**
 * Counts what one pool admitted. Tokens are counted by estimate at admission and the counter starts again each minute;
 * requests are judged over slices of ten seconds and over the minute, and refused ones count too. Thread-safe.
 *
 * <p>Source: Azure OpenAI quota management, "Understanding rate limits". That slices and minutes begin with the wall
 * clock's is unverified.
 */
public final class Meter {
    private static final long MINUTE_MILLIS = 60_000;
    private static final long SLICE_MILLIS = 10_000;
    private static final long SLICES = MINUTE_MILLIS / SLICE_MILLIS;

    /** What the counters stand at. */
    public record Reading(long usedTokens, long usedRequests, long refused, Duration untilReset) {}

    /** Which budget was short. */
    enum Shortage {
        NONE,
        TOKENS,
        REQUESTS
    }

    /** @param retryAfter how long until the short budget starts again; zero when admitted */
    record Admission(
            Shortage shortage,
            Duration retryAfter,
            long remainingTokens,
            long remainingRequests,
            Duration untilReset) {}

    private final Clock clock;
    private long minute;
    private long slice;
    private long tokens;
    private long requests;
    private long sliceRequests;
    private long refused;

    Meter(Clock clock) {
        this.clock = clock;
    }

    synchronized Admission admit(Limits limits, long estimate) {
        long now = roll();
        requests++;
        sliceRequests++;
        Duration untilMinute = Duration.ofMillis(MINUTE_MILLIS - now % MINUTE_MILLIS);
        Duration untilSlice = Duration.ofMillis(SLICE_MILLIS - now % SLICE_MILLIS);
        long sliceLimit = (limits.requestsPerMinute() + SLICES - 1) / SLICES;
        Shortage shortage = Shortage.NONE;
        Duration wait = Duration.ZERO;
        if (requests > limits.requestsPerMinute() || sliceRequests > sliceLimit) {
            shortage = Shortage.REQUESTS;
            wait = requests > limits.requestsPerMinute() ? untilMinute : untilSlice;
        } else if (tokens + estimate > limits.tokensPerMinute()) {
            shortage = Shortage.TOKENS;
            wait = untilMinute;
        } else {
            tokens += estimate;
        }
        if (shortage != Shortage.NONE) refused++;
        long requestsLeft = Math.max(0, limits.requestsPerMinute() - requests);
        long tokensLeft = Math.max(0, limits.tokensPerMinute() - tokens);
        return new Admission(shortage, wait, tokensLeft, requestsLeft, untilMinute);
    }

    public synchronized Reading read() {
        long now = roll();
        return new Reading(tokens, requests, refused, Duration.ofMillis(MINUTE_MILLIS - now % MINUTE_MILLIS));
    }

    private long roll() {
        long now = clock.millis();
        if (now / MINUTE_MILLIS != minute) {
            minute = now / MINUTE_MILLIS;
            tokens = 0;
            requests = 0;
        }
        if (now / SLICE_MILLIS != slice) {
            slice = now / SLICE_MILLIS;
            sliceRequests = 0;
        }
        return now;
    }
}
