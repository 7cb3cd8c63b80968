package proxy.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import proxy.simulation.Meter.Manner;
import proxy.simulation.Meter.Words;
import proxy.simulation.Scenario.Caller;
import proxy.simulation.Scenario.Kind;

/**
 * The decision core under quota, in simulated time. Columns: answered as a share of what an all-knowing balancer without a queue
 * admits; upstream attempts per answer; attempts inside the pool's own wait that did not fit; 429s, those given while an allowed pool had
 * room, and those whose wait is not the meters'; failures of requests although a pool lived; requests that were served twice.
 */
class SimulationTest {

    private static final double[] LOADS = {0.7, 1, 1.5, 3};
    private static final int LARGEST = 1;

    private final Table table = new Table();

    private static Scenario unequal(String name, int scale, Manner manner, double load) {
        return Scenario.of(name, Scenario.unequal(scale, manner), load);
    }

    private static void good(Tally tally) {
        assertTrue(tally.ofOracle() >= 0.99, "of the oracle: " + tally.ofOracle());
        assertTrue(tally.attemptsPerAnswer() <= 1.05, "attempts: " + tally.attemptsPerAnswer());
        assertTrue(tally.throttledWithQuotaFree <= 0.01 * tally.throttled, "429 with quota free");
        assertEquals(0, tally.errors);
        assertEquals(0, tally.paidTwice);
    }

    private static void exact(Tally tally) {
        good(tally);
        assertEquals(0, tally.insideRetryAfter);
        assertTrue(tally.untrueWaits <= Math.max(2, 0.001 * tally.throttled), "untrue waits: " + tally.untrueWaits);
    }

    @Test
    void four_unequal_pools_are_used_up_without_asking_twice() throws IOException {
        for (var scale : List.of(1, 10)) {
            for (var load : LOADS) {
                var scenario =
                        unequal("unequal x" + scale, scale, Manner.PLAIN, load).lasting(scale == 1 ? 300_000 : 60_000);
                var tally = table.sluice(scenario);
                table.peers(scenario);
                exact(tally);
                if (load < 1) {
                    assertEquals(0, tally.throttled);
                }
            }
        }
        table.check("unequal");
    }

    @Test
    void windows_that_begin_at_different_times_change_nothing() throws IOException {
        for (var load : LOADS) {
            var pools = Scenario.unequal(10, Manner.PLAIN);
            var phased = IntStream.range(0, pools.size())
                    .mapToObj(it -> pools.get(it).manner(new Manner(2_300L * it, false, false, Words.ALL)))
                    .toList();
            exact(table.sluice(Scenario.of("phases", phased, load)));
        }
        table.check("phases");
    }

    @Test
    void a_pool_is_used_again_within_a_second_though_requests_overtake_each_other_and_replicas_stall()
            throws IOException {
        for (var load : LOADS) {
            soon(unequal("up to 5 ms late", 10, Manner.PLAIN, load).late(5));
            soon(unequal("up to 20 ms late", 10, Manner.PLAIN, load).late(20));
            soon(unequal("stalls for 100 ms", 10, Manner.PLAIN, load).stall(100));
            soon(unequal("stalls for 400 ms", 10, Manner.PLAIN, load).stall(400));
        }
        table.check("late");
    }

    private void soon(Scenario scenario) {
        var tally = table.sluice(scenario);
        table.note("a pool whose wait is over is used again within " + tally.back + " ms");
        good(tally);
        assertEquals(0, tally.insideRetryAfter);
        assertTrue(tally.back <= 1_000, "back: " + tally.back);
    }

    @Test
    void a_wrong_count_of_tokens_costs_little() throws IOException {
        for (var load : LOADS) {
            good(table.sluice(unequal("misjudged x1.5", 10, Manner.PLAIN, load).misjudged(1.5)));
        }
        table.check("misjudged");
    }

    @Test
    void every_form_of_wait_is_survived() throws IOException {
        for (var words : List.of(Words.WAIT_ONLY, Words.NOTHING, Words.NEGATIVE, Words.PAST)) {
            for (var load : List.of(0.7, 1.5, 3.0)) {
                var scenario =
                        unequal("says " + words, 10, Manner.saying(words), load).lasting(60_000);
                var tally = table.sluice(scenario);
                if (load == 1.5) {
                    table.peers(scenario);
                }
                // Without a wait it is a guess when a pool opens, and some are refused until it is found open.
                var late = words == Words.WAIT_ONLY ? 0.01 : load == 1.5 ? 0.08 : 0.03;
                assertTrue(
                        tally.throttledWithQuotaFree <= late * tally.throttled,
                        words + " 429 with quota free: " + tally.throttledWithQuotaFree);
                assertTrue(words != Words.WAIT_ONLY || tally.untrueWaits == 0, "untrue waits: " + tally.untrueWaits);
                assertTrue(tally.ofOracle() >= 0.99, words + " of the oracle: " + tally.ofOracle());
                assertTrue(tally.attemptsPerAnswer() <= 1.05, words + " attempts: " + tally.attemptsPerAnswer());
            }
        }
        var pools = new ArrayList<>(Scenario.unequal(10, Manner.PLAIN));
        pools.set(2, pools.get(2).manner(Manner.saying(Words.A_DAY)));
        for (var load : LOADS) {
            var tally = table.sluice(Scenario.of("one pool asks for a day", pools, load));
            assertEquals(0, tally.insideRetryAfter);
            assertTrue(tally.ofOracle() >= 0.9, "without the smallest pool");
        }
        table.check("waits");
    }

    @Test
    void windows_that_slide_are_recognised_and_cost_few_refusals() throws IOException {
        var sliding = new Manner(0, true, false, Words.ALL);
        for (var scale : List.of(1, 10)) {
            for (var load : LOADS) {
                var tally = table.sluice(unequal("sliding x" + scale, scale, sliding, load));
                assertTrue(tally.attemptsPerAnswer() <= 1.05, "attempts: " + tally.attemptsPerAnswer());
                assertTrue(tally.ofOracle() >= 0.99, "of the oracle: " + tally.ofOracle());
                assertEquals(0, tally.insideRetryAfter);
            }
        }
        table.check("sliding");
    }

    @Test
    void a_meter_that_slides_and_counts_refusals_costs_goodput_and_no_storm() throws IOException {
        for (var scale : List.of(1, 10)) {
            for (var load : LOADS) {
                var tally = table.sluice(unequal("harsh x" + scale, scale, Manner.HARSH, load));
                assertTrue(tally.attemptsPerAnswer() <= 1.05, "attempts: " + tally.attemptsPerAnswer());
                assertTrue(tally.ofOracle() >= 0.96, "of the oracle: " + tally.ofOracle());
                assertEquals(0, tally.insideRetryAfter);
            }
        }
        table.check("harsh");
    }

    @Test
    void a_pool_in_trouble_is_left_and_found_again() throws IOException {
        for (var scale : List.of(1, 10)) {
            for (var kind : Kind.values()) {
                var scenario =
                        unequal(kind + " x" + scale, scale, Manner.PLAIN, 0.5).fault(LARGEST, kind);
                var tally = table.sluice(scenario);
                if (scale == 1) {
                    table.peers(scenario);
                }
                var soon = tally.p99(Scenario.FAULT_FROM + 1_000, Scenario.FAULT_TO);
                table.note("p99 from its second second on " + soon + " ms, back after " + tally.recovery + " ms");
                assertEquals(0, tally.errors, kind + " errors");
                // A pool that turns ten times as slow looks dead for a moment.
                assertTrue(tally.paidTwice <= (kind == Kind.SLOW ? 0.003 * tally.arrived : 0), kind + " paid twice");
                assertEquals(0, tally.throttledWithQuotaFree, kind + " 429 with quota free");
                assertTrue(tally.recovery <= 1_000, "back after " + tally.recovery);
                // What a slow pool has been given takes ten times as long, but not all that it would have been given.
                assertTrue(soon < (kind == Kind.SLOW ? 5_000 : 1_000), kind + " p99 " + soon);
            }
        }
        table.check("faults");
    }

    @Test
    void an_hour_without_quota_is_probed_and_no_more() throws IOException {
        var hour = unequal("an hour at zero", 1, Manner.PLAIN, 0.5)
                .lasting(3_900_000)
                .fault(LARGEST, Kind.NO_QUOTA, 150_000, 3_750_000);
        var tally = table.sluice(hour);
        exact(tally);
        table.note("back after " + tally.recovery + " ms");
        table.check("zero-quota");
    }

    @Test
    void replicas_that_do_not_talk_learn_the_limits_from_refusals() throws IOException {
        for (var replicas : List.of(2, 5, 10)) {
            for (var load : LOADS) {
                var tally = table.sluice(
                        unequal(replicas + " replicas", 10, Manner.PLAIN, load).replicas(replicas));
                good(tally);
                assertTrue(tally.insideRetryAfter <= 0.001 * tally.arrived);
            }
        }
        for (var replicas : List.of(2, 10)) {
            for (var load : LOADS) {
                var tally = table.sluice(unequal(replicas + " replicas, small quota", 1, Manner.PLAIN, load)
                        .replicas(replicas));
                // What nobody tells a replica it hears from each pool itself, once per window.
                assertTrue(tally.attemptsPerAnswer() <= 1 + 0.02 * replicas, "attempts: " + tally.attemptsPerAnswer());
                assertTrue(tally.ofOracle() >= 0.97, "of the oracle: " + tally.ofOracle());
            }
        }
        table.check("replicas");
    }

    @Test
    void provisioned_capacity_goes_first_and_spills_over() throws IOException {
        var pools = IntStream.range(0, 4)
                .mapToObj(it -> Scenario.unequal(10, Manner.PLAIN).get(it).priority(it == LARGEST ? 1 : 2))
                .toList();
        for (var load : List.of(0.3, 0.7, 1.0, 1.5)) {
            exact(table.sluice(Scenario.of("provisioned first", pools, load)));
        }
        table.check("priorities");
    }

    @Test
    void a_caller_that_floods_leaves_others_their_turn() throws IOException {
        for (var wait : List.of(0L, 50L, 2_000L)) {
            polite(0.99, unequal("flood, waits " + wait + " ms", 10, Manner.PLAIN, 3), wait);
        }
        polite(0.99, unequal("flood, no counts told", 10, Manner.saying(Words.WAIT_ONLY), 3), 50);
        polite(0.99, unequal("flood, small quota", 1, Manner.PLAIN, 3), 50);
        polite(0.98, unequal("flood, 4 replicas", 10, Manner.PLAIN, 3).replicas(4), 50);
        polite(0.97, unequal("flood, no waits told", 10, Manner.saying(Words.NOTHING), 3), 50);
        var sliding = new Manner(0, true, false, Words.ALL);
        polite(0.97, unequal("flood, sliding", 10, sliding, 3), 50);
        polite(0.97, unequal("flood, harsh", 10, Manner.HARSH, 3), 50);
        table.check("flood");
    }

    private void polite(double share, Scenario scenario, long wait) {
        var polite = new Caller("polite", 1, 0.1);
        var tally = shared(scenario.callers(wait, polite, new Caller("flood", 1, 0.9)));
        assertTrue(tally.share(polite) >= share, scenario.name() + " polite share: " + tally.share(polite));
        assertTrue(tally.ofOracle() >= 0.94, scenario.name() + " of the oracle: " + tally.ofOracle());
    }

    @Test
    void callers_that_ask_for_too_much_get_equal_shares_of_what_the_others_leave() throws IOException {
        var small = new Caller("small", 1, 0.1);
        var middle = new Caller("middle", 1, 0.3);
        var large = new Caller("large", 1, 0.6);
        var three = shared(unequal("three callers", 10, Manner.PLAIN, 2).callers(50, small, middle, large));
        good(three);
        assertTrue(three.share(small) >= 0.99, "small share: " + three.share(small));
        assertTrue(three.got(large) <= 1.25 * three.got(middle), "the larger flood gets more");
        var first = new Caller("first", 1, 0.5);
        var second = new Caller("second", 2, 0.5);
        var two = shared(unequal("two priorities", 10, Manner.PLAIN, 2).callers(50, first, second));
        good(two);
        assertEquals(2, (double) two.got(first) / two.got(second), 0.4);
        table.check("callers");
    }

    private Tally shared(Scenario scenario) {
        var tally = table.sluice(scenario);
        for (var caller : scenario.callers()) {
            table.note(String.format(
                    Locale.ROOT,
                    "%s, priority %d: %d of %d, %.2f %%",
                    caller.name(),
                    caller.priority(),
                    tally.got(caller),
                    tally.asked(caller),
                    100 * tally.share(caller)));
        }
        table.note("left to others: " + tally.overShare + " of " + tally.throttled + " refusals");
        return tally;
    }
}
