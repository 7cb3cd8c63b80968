package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChooserTest {

    private final Dice dice = new Dice();

    /** An offer of an idle, promising pool of first priority that is half full; each test says what differs. */
    private final class Draft {
        private final String pool;
        private int priority = 1;
        private boolean silent;
        private boolean secondChoice;
        private boolean promising = true;
        private double headroom = 0.5;
        private double firstByte;
        private Offer.Mix mix = new Offer.Mix(100, 100, 10);

        Draft(String pool) {
            this.pool = pool;
        }

        Draft priority(int rank) {
            priority = rank;
            return this;
        }

        Draft silent() {
            silent = true;
            return this;
        }

        Draft secondChoice() {
            secondChoice = true;
            return this;
        }

        Draft overdrawn() {
            promising = false;
            return this;
        }

        Draft headroom(double share) {
            headroom = share;
            return this;
        }

        Draft firstByte(double millis) {
            firstByte = millis;
            return this;
        }

        Draft mix(double usual, double perRequest, double perSecond) {
            mix = new Offer.Mix(usual, perRequest, perSecond);
            return this;
        }

        Offer offer() {
            var backend = new Backend("gpt", pool, pool, "eu", priority);
            var lane = new QuotaPool(pool, PoolLimits.UNKNOWN, 1, dice).lane(List.of(backend), Pace.latest());
            return new Offer(lane, 0, false, 0, 0, silent, secondChoice, promising, headroom, 0, firstByte, mix);
        }
    }

    private Draft pool(String id) {
        return new Draft(id);
    }

    private String chosen(Ask ask, Draft... drafts) {
        var offers = List.of(drafts).stream().map(Draft::offer).toList();
        return Chooser.choose(offers, ask.facts(), dice).lane().pool.id;
    }

    private String chosen(Draft... drafts) {
        return chosen(Ask.ask(100), drafts);
    }

    /** Every pool that some fall of the dice leads to. */
    private Set<String> drawn(Draft... drafts) {
        var drawn = new HashSet<String>();
        for (var first = 0; first < 12; first++) {
            for (var second = 0; second < 12; second++) {
                dice.fall(first, second);
                drawn.add(chosen(drafts));
                while (dice.nextInt(1_000) != 0) {
                    // What one pool alone did not need.
                }
            }
        }
        return drawn;
    }

    @Test
    void a_silent_pool_whose_probe_is_due_gets_it_at_once() {
        assertEquals("b", chosen(pool("a"), pool("b").silent().priority(2).headroom(0)));
    }

    @Test
    void pools_whose_accounts_have_not_failed_the_request_come_first() {
        assertEquals("b", chosen(pool("a").secondChoice(), pool("b").priority(2)));
        assertEquals(
                "a", chosen(pool("a").secondChoice(), pool("b").secondChoice().priority(2)));
    }

    @Test
    void the_first_priority_comes_first_however_little_it_has_left() {
        assertEquals(
                Set.of("b"),
                drawn(pool("a").priority(2).headroom(1), pool("b").overdrawn().headroom(-1)));
        assertEquals(Set.of("a"), drawn(pool("a").priority(-5), pool("b")));
    }

    @Test
    void overdrawn_pools_are_drawn_from_when_no_other_is_left() {
        assertEquals(Set.of("b"), drawn(pool("a").overdrawn().headroom(9), pool("b")));
        assertEquals(
                Set.of("a"), drawn(pool("a").overdrawn().headroom(9), pool("b").overdrawn()));
    }

    @Test
    void the_better_of_two_that_chance_draws_is_taken() {
        var pools = new Draft[] {
            pool("a").headroom(0.2), pool("b").headroom(0.9), pool("c").headroom(0.5)
        };
        dice.fall(0, 0);
        assertEquals("b", chosen(pools));
        dice.fall(0, 1);
        assertEquals("c", chosen(pools));
        dice.fall(2, 0);
        assertEquals("c", chosen(pools));
        dice.fall(1, 0);
        assertEquals("b", chosen(pools));
        assertEquals(Set.of("b", "c"), drawn(pools));
    }

    @Test
    void of_two_equals_the_first_drawn_is_taken() {
        dice.fall(1, 0);
        assertEquals("b", chosen(pool("a"), pool("b")));
    }

    @Test
    void a_quick_pool_goes_before_a_slow_one() {
        assertEquals("b", chosen(pool("a").firstByte(400), pool("b").firstByte(200)));
        assertEquals("a", chosen(pool("a").firstByte(200), pool("b").firstByte(400)));
        assertEquals(
                "a", chosen(pool("a").firstByte(300), pool("b").firstByte(0).headroom(0.5)));
    }

    @Test
    void a_large_request_goes_where_tokens_last_and_a_small_one_where_they_run_out() {
        var scarce = pool("scarce").mix(100, 50, 10);
        var ample = pool("ample").mix(100, 200, 10);
        assertEquals("ample", chosen(Ask.ask(200), scarce, ample));
        assertEquals("scarce", chosen(Ask.ask(50), ample, scarce));
        assertEquals("ample", chosen(Ask.ask(100), ample, scarce));
    }

    @Test
    void size_is_measured_in_what_all_open_pools_usually_get() {
        // (10 × 100 + 30 × 300) ÷ 40 = 250 tokens are usual.
        var scarce = pool("scarce").mix(100, 50, 10);
        var ample = pool("ample").mix(300, 600, 30);
        assertEquals("ample", chosen(Ask.ask(251), scarce, ample));
        assertEquals("scarce", chosen(Ask.ask(249), ample, scarce));
    }

    @Test
    void a_huge_request_is_no_reason_to_forget_the_headroom() {
        // Three times the usual size at most: 0.5 × (2 − 1) × (3 − 1) = 1 to the disadvantage of the scarce one.
        var scarce = pool("scarce").mix(100, 50, 10);
        var ample = pool("ample").mix(100, 100, 10).headroom(0);
        assertEquals("scarce", chosen(Ask.ask(1_000_000), ample, scarce.headroom(1.1)));
        assertEquals("ample", chosen(Ask.ask(1_000_000), scarce.headroom(0.9), ample));
    }

    @Test
    void a_long_prompt_goes_where_its_beginning_was_seen_before() {
        var pools = new Draft[] {pool("a"), pool("b"), pool("c"), pool("d")};
        var homes = new HashSet<String>();
        for (var prefix = 1L; prefix <= 100; prefix++) {
            var home = chosen(Ask.ask().prefix(prefix), pools);
            assertEquals(home, chosen(Ask.ask().prefix(prefix), pools));
            assertEquals(home, Affinity.home(prefix, List.of("a", "b", "c", "d"), id -> id));
            homes.add(home);
        }
        assertEquals(Set.of("a", "b", "c", "d"), homes);
    }

    @Test
    void its_home_must_have_half_of_the_best_share_left() {
        var prefix = 1L;
        while (!Affinity.home(prefix, List.of("a", "b"), id -> id).equals("a")) {
            prefix++;
        }
        var ask = Ask.ask().prefix(prefix);
        assertEquals("a", chosen(ask, pool("a").headroom(0.4), pool("b").headroom(0.8)));
        assertEquals("b", chosen(ask, pool("a").headroom(0.39), pool("b").headroom(0.8)));
        assertEquals("b", chosen(ask, pool("a").overdrawn(), pool("b")));
        assertEquals("a", chosen(ask, pool("a").headroom(-0.9), pool("b").headroom(-0.8)));
    }

    @Test
    void when_all_are_overdrawn_no_home_is_kept() {
        dice.fall(0, 0);
        var pools = new Draft[] {
            pool("a").overdrawn().headroom(-2), pool("b").overdrawn().headroom(-1)
        };
        for (var prefix = 1L; prefix <= 20; prefix++) {
            assertTrue(chosen(Ask.ask().prefix(prefix), pools).equals("b"));
        }
    }
}
