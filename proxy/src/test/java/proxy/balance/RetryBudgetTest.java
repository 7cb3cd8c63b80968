package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    private static int spends(RetryBudget budget, String caller) {
        var times = 0;
        while (budget.spend(caller)) {
            times++;
        }
        return times;
    }

    private static void earns(int requests, RetryBudget budget, String caller) {
        for (var request = 0; request < requests; request++) {
            budget.earn(caller);
        }
    }

    @Test
    void it_begins_full_and_gives_no_more_than_it_has() {
        assertEquals(2, spends(new RetryBudget(20, 2), "app"));
    }

    @Test
    void five_requests_earn_one_second_try_at_twenty_percent() {
        var budget = new RetryBudget(20, 1);
        budget.spend("app");
        earns(4, budget, "app");
        assertFalse(budget.spend("app"));
        earns(1, budget, "app");
        assertEquals(1, spends(budget, "app"));
    }

    @Test
    void no_more_is_saved_up_than_the_burst() {
        var budget = new RetryBudget(100, 2);
        earns(100, budget, "app");
        assertEquals(2, spends(budget, "app"));
    }

    @Test
    void a_caller_whose_requests_fail_leaves_others_theirs() {
        var budget = new RetryBudget(20, 50);
        budget.earn("other");
        assertEquals(25, spends(budget, "failing"));
        assertEquals(25, spends(budget, "other"));
    }

    @Test
    void what_others_earn_is_not_the_failing_callers() {
        var budget = new RetryBudget(20, 50);
        budget.earn("other");
        spends(budget, "failing");
        spends(budget, "other");
        earns(51, budget, "other");
        assertFalse(budget.spend("failing"));
        assertEquals(10, spends(budget, "other"));
    }

    @Test
    void together_callers_spend_no_more_than_all_may() {
        var budget = new RetryBudget(20, 50);
        for (var caller = 0; caller < 10; caller++) {
            budget.earn("caller " + caller);
        }
        var all = 0;
        for (var caller = 0; caller < 10; caller++) {
            all += spends(budget, "caller " + caller);
        }
        assertEquals(50, all);
    }

    @Test
    void a_burst_of_one_is_anyones() {
        var budget = new RetryBudget(20, 1);
        budget.earn("other");
        assertTrue(budget.spend("app"));
    }

    @Test
    void who_has_not_asked_for_longest_is_forgotten() {
        var budget = new RetryBudget(0, 3_000);
        budget.earn("other");
        assertEquals(1_500, spends(budget, "first"));
        for (var caller = 0; caller < RetryBudget.MOST_CALLERS; caller++) {
            budget.earn("caller " + caller);
        }
        assertTrue(budget.spend("first"));
    }
}
