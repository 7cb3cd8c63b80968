package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import proxy.balance.Shares.Use;

/** Amounts are per second, which is what passes. */
class SharesTest {

    private static final long SECOND = 1_000;

    private final Shares shares = new Shares();

    private static Use use(double weight, double asked, double granted) {
        var use = new Use(weight);
        use.ask(asked);
        use.grant(granted);
        return use;
    }

    private void share(double supply, Use... uses) {
        shares.settle(supply / SECOND, List.of(uses), SECOND);
    }

    private void leaves(double toOthers, Use use) {
        assertEquals(toOthers / SECOND, shares.keptFrom(use), 1e-9);
    }

    @Test
    void nobody_leaves_anything_while_there_is_enough() {
        var small = use(1, 1, 1);
        var large = use(1, 9, 9);
        share(10, small, large);
        leaves(0, small);
        leaves(0, large);
    }

    @Test
    void nobody_leaves_anything_of_what_nobody_knows_the_amount() {
        var large = use(1, 9, 9);
        share(0, use(1, 1, 1), large);
        leaves(0, large);
    }

    @Test
    void who_asks_for_more_than_its_share_leaves_what_the_others_ask_for() {
        var small = use(1, 1, 1);
        var middle = use(1, 3, 3);
        var large = use(1, 10, 9);
        share(9, small, middle, large);
        leaves(0, small);
        leaves(0, middle);
        leaves(4, large);
    }

    @Test
    void who_has_had_its_share_leaves_the_others_theirs() {
        var small = use(1, 2, 2);
        var large = use(1, 10, 4);
        var larger = use(1, 20, 6);
        share(12, small, large, larger);
        leaves(2, large);
        leaves(2 + 5, larger);
    }

    @Test
    void shares_are_by_weight() {
        var heavy = use(2, 10, 7);
        var light = use(1, 10, 2);
        share(9, heavy, light);
        leaves(3, heavy);
        leaves(0, light);
        var modest = use(2, 5, 5);
        share(9, modest, light);
        leaves(0, modest);
    }

    @Test
    void what_was_asked_for_long_ago_counts_for_little() {
        var gone = use(1, 5, 5);
        var large = use(1, 100, 5);
        share(10, gone, large);
        leaves(0, gone);
        for (var second = 0; second < 5; second++) {
            large.ask(100);
            share(10, gone, large);
        }
        // Half of it, as long as it is younger than the memory is long.
        assertEquals(5.0 / 6 / SECOND, gone.askedRate(), 0.1 / SECOND);
    }

    @Test
    void a_first_request_is_not_taken_for_a_storm() {
        var one = use(1, 1, 1);
        shares.settle(10, List.of(one), 100);
        assertEquals(1.0 / SECOND, one.askedRate(), 1e-9);
    }
}
