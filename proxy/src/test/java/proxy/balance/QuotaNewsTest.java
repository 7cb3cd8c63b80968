package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaNewsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long UNKNOWN = QuotaNews.UNKNOWN;

    private static QuotaNews counts(long requests, long ofRequests, long tokens, long ofTokens) {
        return new QuotaNews(
                requests, ofRequests, tokens, ofTokens, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void an_answer_tells_what_is_left_of_what() {
        var fields = Map.of(
                "x-ratelimit-remaining-requests", "7",
                "x-ratelimit-limit-requests", "10",
                "x-ratelimit-remaining-tokens", "900",
                "x-ratelimit-limit-tokens", "1000");
        assertEquals(counts(7, 10, 900, 1000), QuotaNews.ofAnswer(fields::get));
    }

    @Test
    void an_answer_without_fields_tells_nothing() {
        assertEquals(QuotaNews.NONE, QuotaNews.ofAnswer(field -> null));
        assertEquals(counts(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN), QuotaNews.NONE);
    }

    @Test
    void one_count_may_come_without_the_other() {
        assertEquals(
                counts(7, UNKNOWN, UNKNOWN, UNKNOWN),
                QuotaNews.ofAnswer(Map.of("x-ratelimit-remaining-requests", "7")::get));
        assertEquals(
                counts(UNKNOWN, UNKNOWN, 900, UNKNOWN),
                QuotaNews.ofAnswer(Map.of("x-ratelimit-remaining-tokens", "900")::get));
    }

    @Test
    void zero_of_zero_is_no_information() {
        var fields = Map.of(
                "x-ratelimit-remaining-requests", "0",
                "x-ratelimit-limit-requests", "0",
                "x-ratelimit-remaining-tokens", "0",
                "x-ratelimit-limit-tokens", "0");
        assertEquals(counts(UNKNOWN, 0, UNKNOWN, 0), QuotaNews.ofAnswer(fields::get));
    }

    @ParameterizedTest(name = "{0} counts as {1}")
    @CsvSource({
        "0, 0",
        "9, 9",
        "10, 10",
        "999999999999, 999999999999",
        "1000000000000, -1",
        "'', -1",
        "-1, -1",
        "1.5, -1",
        "/, -1",
        ":, -1",
        "12x, -1"
    })
    void what_is_not_a_count_is_unknown(String text, long expected) {
        assertEquals(
                expected,
                QuotaNews.ofAnswer(Map.of("x-ratelimit-remaining-requests", text)::get)
                        .remainingRequests());
    }

    @Test
    void a_refusal_tells_its_waits_beside_its_counts() {
        var fields = Map.of(
                "x-ratelimit-remaining-requests", "0",
                "retry-after-ms", "700",
                "retry-after", "1",
                "x-ratelimit-reset-requests", "8s",
                "x-ratelimit-reset-tokens", "9s");
        assertEquals(
                new QuotaNews(
                        0,
                        UNKNOWN,
                        UNKNOWN,
                        UNKNOWN,
                        Optional.of(new RetryHint(700, true)),
                        Optional.of(new RetryHint(8_000, true)),
                        Optional.of(new RetryHint(9_000, true))),
                QuotaNews.ofRefusal(fields::get, NOW));
    }
}
