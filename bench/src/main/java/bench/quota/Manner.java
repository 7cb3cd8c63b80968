package bench.quota;

import java.util.List;

/** How a pool counts; windows begin with the run. */
public enum Manner {
    /**
     * Requests over slices of ten seconds, tokens over windows of twenty, admitted requests only: the test that the peers of
     * {@code bench/README.md} were measured in.
     */
    SLICES(false) {
        @Override
        List<Window> requests(Limits limits) {
            return List.of(new Window(SLICE, limits.requestsPerMinute() / 6));
        }

        @Override
        Window tokens(Limits limits) {
            return new Window(2 * SLICE, limits.tokensPerMinute() / 3);
        }
    },
    /**
     * Requests over slices of ten seconds and over the minute, refused ones included, tokens over the minute. Source: Azure
     * OpenAI quota management, "Understanding rate limits"; the local Azure counts this way, too.
     */
    MINUTES(true) {
        @Override
        List<Window> requests(Limits limits) {
            return List.of(
                    new Window(SLICE, (limits.requestsPerMinute() + 5) / 6),
                    new Window(6 * SLICE, limits.requestsPerMinute()));
        }

        @Override
        Window tokens(Limits limits) {
            return new Window(6 * SLICE, limits.tokensPerMinute());
        }
    };

    private static final long SLICE = 10_000;

    private final boolean refusedCount;

    Manner(boolean refusedCount) {
        this.refusedCount = refusedCount;
    }

    boolean refusedCount() {
        return refusedCount;
    }

    /** The last one is what the answers' fields speak of. */
    abstract List<Window> requests(Limits limits);

    abstract Window tokens(Limits limits);
}
