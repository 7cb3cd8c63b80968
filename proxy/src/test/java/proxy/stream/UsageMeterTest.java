package proxy.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import proxy.observe.TokenUsage;

class UsageMeterTest {

    private final UsageMeter meter = new UsageMeter(10);

    private void text(int ascii, int others) {
        meter.count(Event.of(Event.Kind.ANSWER, new TextCount(ascii, others)));
    }

    @Test
    void nothing_is_known_of_an_answer_that_has_not_begun() {
        meter.count(Event.of(Event.Kind.PREAMBLE, TextCount.NONE));
        assertEquals(TokenUsage.UNKNOWN, meter.usage());
    }

    @Test
    void a_cut_answer_counts_its_deltas_or_its_characters_whichever_are_more() {
        text(1, 0);
        text(1, 0);
        assertEquals(TokenUsage.estimated(10, 2), meter.usage());
        text(12, 3);
        assertEquals(TokenUsage.estimated(10, 6), meter.usage());
    }

    @Test
    void what_the_account_says_counts() {
        text(400, 0);
        meter.count(Event.of(Event.Kind.PREAMBLE, TextCount.NONE, TokenUsage.exact(3, 5), true));
        assertEquals(TokenUsage.exact(3, 5), meter.usage());
    }

    @Test
    void no_prompt_is_estimated_as_nothing() {
        var tiny = new UsageMeter(0);
        tiny.count(Event.STRANGE);
        assertEquals(TokenUsage.estimated(1, 1), tiny.usage());
    }
}
