package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    @Test
    void it_begins_full_and_gives_no_more_than_it_has() {
        var budget = new RetryBudget(20, 2);
        assertTrue(budget.spend());
        assertTrue(budget.spend());
        assertFalse(budget.spend());
    }

    @Test
    void five_requests_earn_one_second_try_at_twenty_percent() {
        var budget = new RetryBudget(20, 1);
        budget.spend();
        for (var request = 0; request < 4; request++) {
            budget.earn();
        }
        assertFalse(budget.spend());
        budget.earn();
        assertTrue(budget.spend());
        assertFalse(budget.spend());
    }

    @Test
    void no_more_is_saved_up_than_the_burst() {
        var budget = new RetryBudget(100, 2);
        for (var request = 0; request < 100; request++) {
            budget.earn();
        }
        assertTrue(budget.spend());
        assertTrue(budget.spend());
        assertFalse(budget.spend());
    }
}
