package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import proxy.balance.Shares.Use;

/** Amounts are per second, which is what passes. */
class SharesTest {

    private static final long SECOND = 1_000;

    private final Shares shares = new Shares();
    private final List<Use> all = new ArrayList<>();

    private Use use(double weight, double asked, double granted) {
        var use = new Use(weight);
        use.ask(asked);
        shares.grant(use, granted, 0);
        all.add(use);
        return use;
    }

    private void share(double supply) {
        shares.settle(supply / SECOND, all, SECOND);
    }

    private void leaves(double toOthers, Use... uses) {
        for (var use : uses) {
            assertEquals(toOthers / SECOND, shares.keptFrom(use), 1e-9);
        }
    }

    @Test
    void nobody_leaves_anything_while_there_is_enough() {
        var small = use(1, 1, 1);
        var large = use(1, 9, 9);
        share(10);
        leaves(0, small, large);
    }

    @Test
    void nobody_leaves_anything_of_what_nobody_knows_the_amount() {
        use(1, 1, 1);
        var large = use(1, 9, 9);
        share(0);
        leaves(0, large);
    }

    @Test
    void who_asks_for_more_than_its_share_leaves_what_the_others_ask_for() {
        var small = use(1, 1, 1);
        var middle = use(1, 3, 3);
        var large = use(1, 10, 9);
        share(9);
        leaves(0, small, middle);
        leaves(4, large);
    }

    @Test
    void who_has_had_its_share_leaves_the_others_theirs() {
        use(1, 2, 2);
        var large = use(1, 10, 4);
        var larger = use(1, 20, 6);
        share(12);
        leaves(2, large);
        leaves(2 + 5, larger);
    }

    @Test
    void shares_are_by_weight() {
        var heavy = use(2, 10, 7);
        var light = use(1, 10, 2);
        share(9);
        leaves(3, heavy);
        leaves(0, light);
        all.remove(heavy);
        var modest = use(2, 5, 5);
        share(9);
        leaves(0, modest);
    }

    @Test
    void what_was_asked_for_long_ago_counts_for_little() {
        var gone = use(1, 5, 5);
        var large = use(1, 100, 5);
        share(10);
        leaves(0, gone);
        for (var second = 0; second < 5; second++) {
            large.ask(100);
            share(10);
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

    @Test
    void who_was_granted_something_is_served_until_its_share_has_added_up_to_it() {
        use(1, 1, 1);
        var large = use(2, 20, 0);
        share(10);
        shares.grant(large, 18, 5_000);
        assertEquals(7_000, large.servedUntil());
        shares.grant(large, 9, 5_500);
        assertEquals(7_000, large.servedUntil());
        shares.grant(large, 18, 6_000);
        assertEquals(8_000, large.servedUntil());
    }

    @Test
    void where_there_is_enough_nobody_has_to_wait_for_its_share() {
        var one = use(1, 1, 0);
        share(10);
        shares.grant(one, 1_000, 5_000);
        assertEquals(5_000, one.servedUntil());
    }
}
