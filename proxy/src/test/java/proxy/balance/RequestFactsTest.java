package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestFactsTest {

    @ParameterizedTest(name = "{0} bytes and a bound of {1} count as {2} tokens")
    @CsvSource({"0, 0, 0", "4, 0, 1", "400, 50, 150", "2147483647, 2147483647, 2147483647"})
    void four_bytes_are_a_token_and_the_bound_of_the_answer_counts_whole(int bytes, int bound, int tokens) {
        assertEquals(tokens, RequestFacts.estimate(bytes, bound));
    }

    @Test
    void a_caller_without_geographies_may_use_any() {
        assertTrue(Ask.ask().facts().asker().mayUse("us"));
        assertTrue(Ask.ask().within("eu", "us").facts().asker().mayUse("us"));
        assertFalse(Ask.ask().within("eu").facts().asker().mayUse("us"));
        assertFalse(Ask.ask().within("eu").facts().asker().mayUse(""));
    }
}
