package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryHintTest {

    @ParameterizedTest(name = "retry-after-ms {0} and retry-after {1} wait {2} ms")
    @CsvSource({
        "7000, 9, 7000",
        "0.4, , 1",
        ", 9, 9000",
        ", 1.5, 1500",
        ", 86400, 60000",
        "90000, , 60000",
        "-1, , ",
        "0, , ",
        "-1, 2, 2000",
        "x, , ",
        ", soon, ",
        ", , ",
        "99999999999999999999, , ",
        ", 'Thu, 01 Jan 2026 00:00:05 GMT', 5000",
        ", 'Wed, 31 Dec 2025 23:59:59 GMT', ",
        ", 'Fri, 02 Jan 2026 00:00:00 GMT', 60000"
    })
    void every_form_is_read_and_clamped(String millis, String seconds, Long expected) {
        var now = Instant.parse("2026-01-01T00:00:00Z");
        assertEquals(
                Optional.ofNullable(expected),
                RetryHint.parse(millis, seconds, now).map(RetryHint::millis));
    }
}
