package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryHintTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Optional<RetryHint> hint(Long millis, boolean exact) {
        return millis == null ? Optional.empty() : Optional.of(new RetryHint(millis, exact));
    }

    @ParameterizedTest(name = "retry-after-ms {0} and retry-after {1} wait {2} ms, as told: {3}")
    @CsvSource({
        "7000, 9, 7000, true",
        "0.4, , 1, true",
        "1.5, , 2, true",
        "' 7000 ', , 7000, true",
        ", 9, 9000, true",
        ", ' 9 ', 9000, true",
        ", 1.5, 1500, true",
        ", 60, 60000, true",
        ", 60.001, 60000, false",
        ", 86400, 60000, false",
        "60000, , 60000, true",
        "90000, , 60000, false",
        "-1, , , false",
        "0, , , false",
        "0, 5, , false",
        "-1, 2, 2000, true",
        "x, , , false",
        ", soon, , false",
        ", '', , false",
        ", , , false",
        ", 1m2s, 60000, false",
        ", 1m, 60000, true",
        "500ms, 9, 500, true",
        ", 1e3, 60000, false",
        "1e3, , 1000, true",
        ", 1.5E+1, 15000, true",
        ", 1e-1, 100, true",
        ", 1e999, 60000, false",
        ", 1e9999, 60000, false",
        ", 9223372036854775808, 60000, false",
        "99999999999999999999, , 60000, false",
        ", 99999999999999999999h, 60000, false",
        "'', 5, 5000, true",
        ", -1m2s, , false",
        ", -1e3, , false",
        ", 1e, , false",
        ", 0x10, , false",
        ", 1m2, , false",
        ", Infinity, , false",
        ", NaN, , false",
        ", 'Thu, 01 Jan 2026 00:00:05 GMT', 5000, true",
        ", ' Thu, 01 Jan 2026 00:00:05 GMT ', 5000, true",
        ", 'Thu, 01 Jan 2026 00:00:00 GMT', , false",
        ", 'Wed, 31 Dec 2025 23:59:59 GMT', , false",
        ", 'Thu, 01 Jan 2026 00:01:00 GMT', 60000, true",
        ", 'Fri, 02 Jan 2026 00:00:00 GMT', 60000, false"
    })
    void every_form_is_read_and_clamped(String millis, String seconds, Long expected, boolean exact) {
        assertEquals(hint(expected, exact), RetryHint.parse(millis, seconds, NOW));
    }

    @ParameterizedTest(name = "a reset {0} waits {1} ms, as told: {2}")
    @CsvSource({
        "30, 30000, true",
        "0.5, 500, true",
        "6ms, 6, true",
        "20s, 20000, true",
        "1.5s, 1500, true",
        "1s500ms, 1500, true",
        "1m, 60000, true",
        "1m2s, 60000, false",
        "1h, 60000, false",
        "' 6ms ', 6, true",
        "0s, , false",
        "'', , false",
        "-5s, , false",
        "5 s, , false",
        "2s1m, , false",
        ", , false"
    })
    void a_reset_is_seconds_or_a_span(String reset, Long expected, boolean exact) {
        assertEquals(hint(expected, exact), RetryHint.span(reset));
    }
}
