package proxy.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PromptTest {

    private static String asked(String text) {
        return new Prompt(List.of(new Prompt.Message(false, text))).asked();
    }

    @Test
    void the_end_of_a_long_text_is_compared_and_begins_with_a_whole_character() {
        assertEquals("a".repeat(2_000), asked("b" + "a".repeat(2_000)));
        assertEquals("😀".repeat(1_000), asked("😀".repeat(1_001)));
        assertEquals("a".repeat(1_999), asked("😀" + "a".repeat(1_999)));
    }

    @Test
    void what_the_application_itself_says_is_not_compared() {
        var messages = List.of(new Prompt.Message(false, "asked"), new Prompt.Message(true, "answer briefly"));
        assertEquals("asked", new Prompt(messages).asked());
    }
}
