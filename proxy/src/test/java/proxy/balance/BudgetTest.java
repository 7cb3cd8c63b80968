package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Of 600 a minute, of which Azure is expected to grant 100 in ten seconds. */
class BudgetTest {

    private static final double EXACT = 1e-9;

    private final Budget budget = new Budget(600, 10_000, 1);

    private void holds(double units, long now) {
        assertTrue(budget.covers(units, now), units + " are there");
        assertFalse(budget.covers(units + 0.001, now), "no more than " + units);
    }

    @Test
    void it_begins_with_what_one_window_grants() {
        assertTrue(budget.known());
        holds(100, 0);
        assertEquals(1, budget.headroom(0, 0), EXACT);
        assertEquals(0.75, budget.headroom(25, 0), EXACT);
        assertEquals(-0.5, budget.headroom(150, 0), EXACT);
    }

    @Test
    void an_unknown_budget_covers_everything_and_promises_half() {
        var unknown = new Budget(0, 10_000, 1);
        assertFalse(unknown.known());
        assertTrue(unknown.covers(1_000_000, 0));
        assertTrue(unknown.surelyCovers(1_000_000, 0));
        assertEquals(0.5, unknown.headroom(1_000_000, 0), EXACT);
    }

    @Test
    void what_was_spent_comes_back_at_the_rate_of_the_pool_and_no_more() {
        budget.spend(60, 0);
        holds(40, 0);
        holds(50, 1_000);
        holds(100, 60_000);
    }

    @Test
    void time_that_runs_back_gives_nothing() {
        budget.spend(60, 1_000);
        holds(40, 0);
        holds(41, 1_100);
    }

    @Test
    void a_pool_that_grants_more_than_it_held_has_a_longer_window() {
        budget.spend(100, 0);
        budget.spend(20, 0);
        assertEquals(-0.2, budget.headroom(0, 0), EXACT);
        budget.granted(0);
        holds(0, 0);
        budget.granted(0);
        holds(110, 11_000);
        holds(110, 60_000);
        budget.spend(5_000, 60_000);
        budget.granted(60_000);
        holds(600, 300_000);
    }

    @Test
    void a_pool_that_refuses_with_much_left_has_a_shorter_window() {
        budget.exhausted(1, 500, 0);
        holds(1, 0);
        holds(1 + 4.99, 499);
        holds(50.5, 500);
        holds(50.5, 60_000);
        for (var time = 60_000; time < 70_000; time += 500) {
            budget.exhausted(1, time + 500, time);
        }
        holds(10, 200_000);
    }

    @Test
    void a_refusal_that_was_foreseen_changes_no_size() {
        budget.spend(99.5, 0);
        budget.exhausted(1, 2_000, 0);
        holds(0.5, 0);
        holds(100, 2_000);
    }

    @Test
    void a_pool_is_whole_when_its_wait_ends_and_refills_from_then_on() {
        budget.spend(100, 0);
        budget.exhausted(1, 2_000, 0);
        budget.spend(100, 3_000);
        holds(5, 3_500);
    }

    @Test
    void what_was_refused_is_given_back() {
        var mark = budget.spend(30, 0);
        budget.giveBack(30, mark, 0);
        holds(100, 0);
        budget.giveBack(30, mark, 0);
        holds(100, 0);
        assertEquals(-30, budget.spentSince(0), EXACT);
    }

    @Test
    void a_refusal_takes_back_an_overdraft_too() {
        budget.spend(95, 0);
        budget.giveBack(20, budget.spend(20, 0), 0);
        holds(5, 0);
    }

    @Test
    void what_azure_told_counts_for_five_seconds() {
        var mark = budget.spend(10, 0);
        budget.told(20, 100, mark, 0, 0);
        holds(20, 0);
        assertEquals(0.2, budget.headroom(0, 0), EXACT);
        assertEquals(0.15, budget.headroom(5, 0), EXACT);
        holds(20, 4_999);
        holds(100, 5_000);
        assertEquals(1, budget.headroom(0, 5_000), EXACT);
    }

    @Test
    void the_scarcer_of_model_and_word_is_the_headroom() {
        var mark = budget.spend(90, 0);
        budget.told(80, 100, mark, 0, 0);
        assertEquals(0.1, budget.headroom(0, 0), EXACT);
        holds(80, 0);
    }

    @Test
    void what_is_sent_after_the_word_is_taken_off_it_unless_it_is_refused() {
        var told = budget.spend(10, 0);
        var later = budget.spend(5, 0);
        budget.told(20, 100, told, 0, 0);
        holds(15, 0);
        budget.giveBack(5, later, 0);
        holds(20, 0);
    }

    @Test
    void other_replicas_send_as_much_as_this_one() {
        var shared = new Budget(600, 10_000, 10);
        var told = shared.spend(1, 0);
        shared.told(50, 100, told, 0, 0);
        shared.spend(2, 0);
        assertTrue(shared.covers(30, 0));
        assertFalse(shared.covers(30.001, 0));
    }

    @Test
    void an_old_word_is_still_sure() {
        assertTrue(budget.surelyCovers(100, 0));
        assertFalse(budget.surelyCovers(101, 0));
        budget.told(20, 100, budget.spend(1, 0), 0, 0);
        assertTrue(budget.surelyCovers(20, 60_000));
        assertFalse(budget.surelyCovers(21, 60_000));
    }

    @Test
    void a_count_that_was_not_told_changes_nothing() {
        budget.told(QuotaNews.UNKNOWN, 100, 0, 0, 0);
        holds(100, 0);
        assertEquals(1, budget.headroom(0, 0), EXACT);
    }

    @Test
    void a_word_without_its_whole_is_its_own_whole() {
        budget.told(50, QuotaNews.UNKNOWN, 0, 0, 0);
        assertEquals(0.8, budget.headroom(10, 0), EXACT);
        budget.told(0, QuotaNews.UNKNOWN, 0, 0, 0);
        assertEquals(-10, budget.headroom(10, 0), EXACT);
    }

    @Test
    void the_smallest_budget_is_one() {
        var tiny = new Budget(1, 1_000, 1);
        assertTrue(tiny.covers(1, 0));
        tiny.exhausted(0, 1, 0);
        assertTrue(tiny.covers(1, 1));
        tiny.spend(5, 1);
        tiny.granted(1);
        assertFalse(tiny.covers(1.001, 600_000));
    }

    @Test
    void what_is_left_is_what_was_told_while_that_is_fresh_and_else_reckoned() {
        assertEquals(OptionalLong.of(100), budget.left(0));
        budget.spend(60, 0);
        assertEquals(OptionalLong.of(40), budget.left(0));
        budget.told(7, 100, 60, 0, 0);
        assertEquals(OptionalLong.of(7), budget.left(4_999));
        assertEquals(OptionalLong.of(90), budget.left(5_000));
    }

    @Test
    void an_overdrawn_budget_has_nothing_left() {
        budget.spend(101, 0);
        assertEquals(OptionalLong.of(0), budget.left(0));
        budget.told(5, 100, 101, 0, 0);
        budget.spend(6, 0);
        assertEquals(OptionalLong.of(0), budget.left(0));
    }

    @Test
    void an_unknown_budget_has_nobody_knows_what_left_until_it_is_told() {
        var unknown = new Budget(0, 10_000, 1);
        assertEquals(OptionalLong.empty(), unknown.left(0));
        unknown.told(7, 100, 0, 0, 0);
        assertEquals(OptionalLong.of(7), unknown.left(0));
    }
}
