package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    private final Pace pace = new Pace(Pace.latest());

    private void answers(int times, int kind, long millis) {
        for (var time = 0; time < times; time++) {
            pace.answered(kind, 0, millis);
        }
    }

    @ParameterizedTest(name = "a whole answer of at most {0} tokens is of kind {1}")
    @CsvSource({"0, 1", "1, 2", "64, 2", "65, 3", "512, 3", "513, 4", "4096, 4", "4097, 5"})
    void whole_answers_are_told_apart_by_their_bound(int maxTokens, int kind) {
        assertEquals(kind, Pace.kind(Ask.ask().maxTokens(maxTokens).facts()));
        assertEquals(0, Pace.kind(Ask.ask().maxTokens(maxTokens).streams().facts()));
    }

    @Test
    void ten_answers_say_what_is_usual_for_their_kind() {
        answers(9, 1, 1_000);
        assertFalse(pace.known(1));
        assertEquals(0, pace.mean(1));
        answers(1, 1, 1_000);
        assertTrue(pace.known(1));
        assertEquals(1_000, pace.mean(1));
        assertFalse(pace.known(0));
    }

    @Test
    void usual_is_four_deviations_above_the_mean_and_likely_three() {
        answers(10, 1, 1_000);
        assertEquals(1_400, pace.usual(1));
        assertEquals(1_300, pace.likely(1));
    }

    @Test
    void nothing_is_late_before_300_ms() {
        answers(100, 1, 5);
        assertEquals(300, pace.usual(1));
        assertEquals(300, pace.likely(1));
    }

    @Test
    void the_latest_answers_weigh_a_twentieth_each() {
        answers(20, 1, 1_000);
        answers(1, 1, 2_000);
        assertEquals(1_050, pace.mean(1));
        assertEquals(1_050 + 4 * (50 + 0.05 * 950), pace.usual(1));
    }

    @Test
    void a_request_is_overtaken_by_an_answer_to_a_later_one_of_any_lane_of_the_deployment() {
        var latest = Pace.latest();
        var here = new Pace(latest);
        var there = new Pace(latest);
        there.answered(1, 100, 5);
        there.answered(1, 50, 5);
        assertTrue(here.overtaken(1, 99));
        assertFalse(here.overtaken(1, 100));
        assertFalse(here.overtaken(2, 99));
    }
}
