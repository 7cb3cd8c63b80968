package proxy.balance;

import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the fields of an answer say about the quota of its pool. Anything may be missing or nonsense; what is not a count is
 * {@link #UNKNOWN}.
 *
 * @param remainingRequests after this one
 * @param limitRequests that {@code remainingRequests} counts from
 * @param remainingTokens after this request
 * @param limitTokens that {@code remainingTokens} counts from
 * @param retry the wait that a refusal asks for
 * @param requestsReset until the requests are whole again, of a refusal
 * @param tokensReset until the tokens are whole again, of a refusal
 */
public record QuotaNews(
        long remainingRequests,
        long limitRequests,
        long remainingTokens,
        long limitTokens,
        Optional<RetryHint> retry,
        Optional<RetryHint> requestsReset,
        Optional<RetryHint> tokensReset) {

    /** A count that was not told. */
    public static final long UNKNOWN = -1;

    /** Nothing was told. */
    public static final QuotaNews NONE =
            new QuotaNews(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty());

    private static final int MAX_DIGITS = 12;

    /** Reads the fields of a good answer. @param field the value of a field or null, by its lower-case name */
    public static QuotaNews ofAnswer(UnaryOperator<String> field) {
        var requests = count(field.apply("x-ratelimit-remaining-requests"));
        var tokens = count(field.apply("x-ratelimit-remaining-tokens"));
        if (requests == UNKNOWN && tokens == UNKNOWN) {
            return NONE;
        }
        var limitRequests = count(field.apply("x-ratelimit-limit-requests"));
        var limitTokens = count(field.apply("x-ratelimit-limit-tokens"));
        return new QuotaNews(
                // Some operations tell 0 of 0: no information.
                limitRequests == 0 ? UNKNOWN : requests,
                limitRequests,
                limitTokens == 0 ? UNKNOWN : tokens,
                limitTokens,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Reads the fields of a refusal. @param field the value of a field or null, by its lower-case name */
    public static QuotaNews ofRefusal(UnaryOperator<String> field, Instant now) {
        var counts = ofAnswer(field);
        return new QuotaNews(
                counts.remainingRequests,
                counts.limitRequests,
                counts.remainingTokens,
                counts.limitTokens,
                RetryHint.parse(field.apply("retry-after-ms"), field.apply("retry-after"), now),
                RetryHint.span(field.apply("x-ratelimit-reset-requests")),
                RetryHint.span(field.apply("x-ratelimit-reset-tokens")));
    }

    private static long count(String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_DIGITS) {
            return UNKNOWN;
        }
        var value = 0L;
        for (var index = 0; index < text.length(); index++) {
            var digit = text.charAt(index) - '0';
            if (digit < 0 || digit > 9) {
                return UNKNOWN;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
