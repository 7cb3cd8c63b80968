package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    private long now;

    /** All that it can, at once. */
    private int spends(RetryBudget budget, String caller) {
        var times = 0;
        while (spend(budget, caller)) {
            times++;
        }
        return times;
    }

    private boolean spend(RetryBudget budget, String caller) {
        var spent = budget.spend(caller, now);
        if (spent) {
            budget.sent();
        }
        return spent;
    }

    private void earns(int requests, RetryBudget budget, String caller) {
        for (var request = 0; request < requests; request++) {
            budget.earn(caller, now);
        }
    }

    @Test
    void it_begins_full_and_gives_no_more_than_it_has() {
        assertEquals(2, spends(new RetryBudget(20, 2), "app"));
    }

    @Test
    void five_requests_earn_one_second_try_at_twenty_percent() {
        var budget = new RetryBudget(20, 1);
        spend(budget, "app");
        earns(4, budget, "app");
        assertFalse(spend(budget, "app"));
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
        earns(1, budget, "other");
        assertEquals(25, spends(budget, "failing"));
        assertEquals(25, spends(budget, "other"));
    }

    @Test
    void what_others_earn_is_not_the_failing_callers() {
        var budget = new RetryBudget(20, 50);
        earns(1, budget, "other");
        spends(budget, "failing");
        spends(budget, "other");
        earns(51, budget, "other");
        assertFalse(spend(budget, "failing"));
        assertEquals(10, spends(budget, "other"));
    }

    @Test
    void together_callers_spend_no_more_than_all_may() {
        var budget = new RetryBudget(20, 50);
        for (var caller = 0; caller < 10; caller++) {
            earns(1, budget, "caller " + caller);
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
        earns(1, budget, "other");
        assertTrue(spend(budget, "app"));
    }

    @Test
    void who_has_not_asked_for_longest_is_forgotten() {
        var budget = new RetryBudget(0, 3_000);
        earns(1, budget, "other");
        assertEquals(1_500, spends(budget, "first"));
        for (var caller = 0; caller < RetryBudget.MOST_CALLERS; caller++) {
            earns(1, budget, "caller " + caller);
        }
        assertTrue(spend(budget, "first"));
    }

    @Test
    void others_that_have_not_asked_for_a_minute_leave_their_half() {
        var budget = new RetryBudget(100, 50);
        earns(1, budget, "other");
        now += RetryBudget.QUIET_MILLIS - 1;
        assertEquals(25, spends(budget, "app"));
        earns(100, budget, "app");
        assertEquals(25, spends(budget, "app"));
        now++;
        earns(100, budget, "app");
        assertEquals(50, spends(budget, "app"));
        earns(100, budget, "app");
        earns(1, budget, "other");
        assertEquals(25, spends(budget, "app"));
    }

    @Test
    void who_asks_in_turns_with_others_is_one_of_several() {
        var budget = new RetryBudget(0, 50);
        for (var caller : List.of("a", "b", "a")) {
            earns(1, budget, caller);
        }
        assertEquals(25, spends(budget, "b"));
        now += RetryBudget.QUIET_MILLIS / 2;
        earns(1, budget, "b");
        now += RetryBudget.QUIET_MILLIS / 2;
        earns(1, budget, "b");
        assertEquals(25, spends(budget, "a"));
    }

    @Test
    void when_nothing_is_left_three_may_still_be_under_way() {
        var budget = new RetryBudget(0, 50);
        assertEquals(50, spends(budget, "app"));
        for (var time = 0; time < 47; time++) {
            budget.over();
        }
        assertFalse(spend(budget, "app"));
        budget.over();
        assertTrue(spend(budget, "app"));
        assertFalse(spend(budget, "app"));
        for (var time = 0; time < 10; time++) {
            budget.over();
        }
        now += 1_000;
        assertEquals(3, spends(budget, "app"));
    }

    @Test
    void when_nothing_is_left_three_a_second_may_still_be_made_however_soon_they_fail() {
        var budget = new RetryBudget(0, 50);
        spends(budget, "app");
        for (var time = 0; time < 50; time++) {
            budget.over();
        }
        var made = 0;
        for (var until = now + 10_000; now < until; now += 10) {
            if (spend(budget, "app")) {
                made++;
                budget.over();
            }
        }
        assertTrue(made >= 30 && made <= 33, "" + made);
    }

    @Test
    void a_try_that_reached_nobody_pays_for_the_next_one() {
        var budget = new RetryBudget(0, 50);
        earns(1, budget, "other");
        assertEquals(25, spends(budget, "app"));
        budget.giveBack("app", now);
        assertTrue(spend(budget, "app"));
        assertFalse(spend(budget, "app"));
        for (var time = 0; time < 100; time++) {
            budget.giveBack("app", now);
        }
        assertEquals(25, spends(budget, "app"));
    }

    @Test
    void what_is_under_way_without_savings_takes_nothing_from_others() {
        var budget = new RetryBudget(0, 50);
        earns(1, budget, "other");
        assertEquals(25, spends(budget, "failing"));
        for (var time = 0; time < 25; time++) {
            budget.over();
        }
        for (var time = 0; time < 100; time++) {
            assertTrue(spend(budget, "failing"));
            budget.over();
            now += 334;
        }
        assertEquals(25, spends(budget, "other"));
    }

    @Test
    void who_allows_no_second_tries_gets_none() {
        assertFalse(spend(new RetryBudget(0, 0), "app"));
        assertEquals(1, spends(new RetryBudget(0, 1), "app"));
    }
}
