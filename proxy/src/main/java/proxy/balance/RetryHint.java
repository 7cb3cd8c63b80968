package proxy.balance;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;

/**
 * The wait that a throttled backend asks for. Values are clamped to 60 s: Azure has been seen to ask for a day, and clients
 * ignore more than a minute.
 */
public final class RetryHint {

    /** Longest wait that is believed, in milliseconds. */
    public static final long MAX_MILLIS = 60_000;

    private RetryHint() {}

    /**
     * Reads the two response fields; the milliseconds win.
     *
     * @param retryAfterMs value of {@code retry-after-ms} or null
     * @param retryAfter value of {@code retry-after}, in seconds or as a date, or null
     * @return milliseconds, empty when neither says anything usable
     */
    public static OptionalLong parse(String retryAfterMs, String retryAfter, Instant now) {
        var millis = number(retryAfterMs, 1);
        if (millis.isEmpty()) {
            millis = number(retryAfter, 1000);
        }
        return millis.isEmpty() ? date(retryAfter, now) : millis;
    }

    private static OptionalLong number(String text, double scale) {
        if (text == null || !text.strip().matches("\\d{1,12}(\\.\\d{1,9})?")) {
            return OptionalLong.empty();
        }
        return clamp((long) Math.ceil(Double.parseDouble(text.strip()) * scale));
    }

    private static OptionalLong date(String text, Instant now) {
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            var until = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return clamp(Duration.between(now, until).toMillis());
        } catch (DateTimeParseException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong clamp(long millis) {
        return millis <= 0 ? OptionalLong.empty() : OptionalLong.of(Math.min(millis, MAX_MILLIS));
    }
}
