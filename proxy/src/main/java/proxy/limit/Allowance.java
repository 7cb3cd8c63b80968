package proxy.limit;

import java.util.OptionalInt;

/**
 * What one caller may use of the whole platform; empty means without limit. The parts are positive.
 *
 * @param requestsPerMinute requests that are forwarded
 * @param tokensPerMinute prompt and answer together
 * @param concurrency requests that run at the same time
 */
public record Allowance(OptionalInt requestsPerMinute, OptionalInt tokensPerMinute, OptionalInt concurrency) {

    /** No limit of any kind. */
    public static final Allowance UNLIMITED =
            new Allowance(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
}
