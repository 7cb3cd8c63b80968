package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestFactsTest {

    @ParameterizedTest(name = "a prompt of {0} and a bound of {1} for {2} answers count as {3} tokens")
    @CsvSource({"0, 0, 1, 0", "100, 50, 1, 150", "100, 50, 3, 250", "2147483647, 2147483647, 2147483647, 2147483647"})
    void the_bound_of_each_answer_counts_whole(int prompt, int bound, int answers, int tokens) {
        assertEquals(tokens, RequestFacts.estimate(prompt, bound, answers));
    }

    @Test
    void a_caller_without_geographies_may_use_any() {
        assertTrue(Ask.ask().facts().asker().mayUse("us"));
        assertTrue(Ask.ask().within("eu", "us").facts().asker().mayUse("us"));
        assertFalse(Ask.ask().within("eu").facts().asker().mayUse("us"));
        assertFalse(Ask.ask().within("eu").facts().asker().mayUse(""));
    }
}
