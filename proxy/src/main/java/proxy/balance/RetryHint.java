package proxy.balance;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The wait that a throttled backend asks for. Values are clamped to 60 s: Azure has been seen to ask for a day, and clients
 * ignore more than a minute.
 *
 * @param millis from now, 1 to {@link #MAX_MILLIS}
 * @param exact whether it is what the backend said, and not clamped
 */
public record RetryHint(long millis, boolean exact) {

    /** Longest wait that is believed, in milliseconds. */
    public static final long MAX_MILLIS = 60_000;

    /** However large: what is over the bound is clamped to it. */
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

    private static final Pattern SPAN =
            Pattern.compile("(?=\\d)(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+(?:\\.\\d+)?)s)?(?:(\\d+)ms)?");

    /**
     * Reads the two response fields; the milliseconds win.
     *
     * @param retryAfterMs value of {@code retry-after-ms}, a number or a span such as {@code 1m2s}, or null
     * @param retryAfter value of {@code retry-after}, in seconds, as a span or as a date, or null
     * @return empty when neither says anything usable: missing, not positive, in the past
     */
    public static Optional<RetryHint> parse(String retryAfterMs, String retryAfter, Instant now) {
        return wait(retryAfterMs, 1)
                .or(() -> wait(retryAfter, 1000))
                .or(() -> date(retryAfter, now))
                .flatMap(RetryHint::clamped);
    }

    /** Reads a reset field: seconds, or a span such as {@code 1m2s} or {@code 6ms}; null is nothing. */
    public static Optional<RetryHint> span(String reset) {
        return wait(reset, 1000).flatMap(RetryHint::clamped);
    }

    private static Optional<Double> wait(String text, double scale) {
        return number(text, scale).or(() -> parts(text));
    }

    private static Optional<Double> number(String text, double scale) {
        return text != null && NUMBER.matcher(text.strip()).matches()
                ? Optional.of(Double.parseDouble(text.strip()) * scale)
                : Optional.empty();
    }

    private static Optional<Double> date(String text, Instant now) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            var until = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of((double) Duration.between(now, until).toMillis());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Double> parts(String text) {
        if (text == null) {
            return Optional.empty();
        }
        var span = SPAN.matcher(text.strip());
        if (!span.matches()) {
            return Optional.empty();
        }
        return Optional.of(part(span.group(1), 3_600_000)
                + part(span.group(2), 60_000)
                + part(span.group(3), 1_000)
                + part(span.group(4), 1));
    }

    private static double part(String digits, double scale) {
        return digits == null ? 0 : Double.parseDouble(digits) * scale;
    }

    private static Optional<RetryHint> clamped(double millis) {
        return millis <= 0
                ? Optional.empty()
                : Optional.of(new RetryHint((long) Math.min(MAX_MILLIS, Math.ceil(millis)), millis <= MAX_MILLIS));
    }
}
