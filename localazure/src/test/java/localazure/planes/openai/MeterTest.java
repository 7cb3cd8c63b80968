package localazure.planes.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import localazure.planes.openai.Meter.Admission;
import localazure.planes.openai.Meter.Shortage;
import localazure.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class MeterTest {
    private static final Limits LIMITS = new Limits(1000, 60);

    private final ManualClock clock = new ManualClock();
    private final Meter meter = new Meter(clock);

    @Test
    void tokens_are_admitted_up_to_the_limit_and_not_one_more() {
        assertEquals(Shortage.NONE, meter.admit(LIMITS, 600).shortage());
        assertEquals(Shortage.NONE, meter.admit(LIMITS, 400).shortage());
        Admission refused = meter.admit(LIMITS, 1);
        assertEquals(new Admission(Shortage.TOKENS, Duration.ofSeconds(60), 0, 57, Duration.ofSeconds(60)), refused);
    }

    @Test
    void a_large_request_refused_for_its_tokens_leaves_room_for_small_ones() {
        assertEquals(Shortage.TOKENS, meter.admit(LIMITS, 1001).shortage());
        assertEquals(Shortage.NONE, meter.admit(LIMITS, 1000).shortage());
    }

    @Test
    void the_counter_starts_again_with_the_minute() {
        meter.admit(LIMITS, 1000);
        clock.advance(Duration.ofMillis(59_999));
        assertEquals(Duration.ofMillis(1), meter.admit(LIMITS, 1).retryAfter());
        clock.advance(Duration.ofMillis(1));
        assertEquals(Shortage.NONE, meter.admit(LIMITS, 1000).shortage());
    }

    @Test
    void requests_are_judged_over_ten_seconds() {
        for (int i = 0; i < 10; i++)
            assertEquals(Shortage.NONE, meter.admit(LIMITS, 1).shortage());
        clock.advance(Duration.ofSeconds(4));
        Admission refused = meter.admit(LIMITS, 1);
        assertEquals(Shortage.REQUESTS, refused.shortage());
        assertEquals(Duration.ofSeconds(6), refused.retryAfter());
        clock.advance(Duration.ofSeconds(6));
        assertEquals(Shortage.NONE, meter.admit(LIMITS, 1).shortage());
    }

    @Test
    void refused_requests_count_against_the_minute() {
        for (int i = 0; i < 60; i++) meter.admit(LIMITS, 0);
        clock.advance(Duration.ofSeconds(10));
        Admission refused = meter.admit(LIMITS, 0);
        assertEquals(Shortage.REQUESTS, refused.shortage());
        assertEquals(Duration.ofSeconds(50), refused.retryAfter());
        assertEquals(new Meter.Reading(0, 61, 51, Duration.ofSeconds(50)), meter.read());
    }
}
