package proxy.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryBudgetTest {

    @ParameterizedTest
    @CsvSource({"0, true, true", "850, true, true", "851, false, true", "920, false, true", "921, false, false"})
    void when_buffers_run_out_bodies_are_refused_first_and_then_requests(long buffers, boolean body, boolean request) {
        var memory = new MemoryBudget(100, () -> buffers, 1000, () -> 0);
        assertEquals(body, memory.fits(1));
        assertEquals(request, memory.fits(0));
    }

    @Test
    void what_does_not_fit_changes_nothing_and_less_always_fits() {
        var memory = new MemoryBudget(100, () -> 0, 1000, () -> 0);
        var one = memory.share();
        var other = memory.share();
        assertTrue(one.resize(60));
        assertFalse(other.resize(41));
        assertEquals(60, memory.used());
        assertTrue(other.resize(40));
        memory.limit(50);
        assertTrue(one.resize(10));
        assertFalse(one.resize(20));
        assertTrue(one.resize(0));
        assertEquals(40, memory.used());
    }

    @Test
    void what_is_kept_in_any_case_leaves_no_room_for_more() {
        var memory = new MemoryBudget(100, () -> 0, 1000, () -> 0);
        var waiting = memory.share();
        waiting.keep(150);
        assertEquals(150, memory.used());
        assertFalse(memory.fits(0));
        assertTrue(memory.share().resize(100), "what is taken on already has its own limit");
        waiting.keep(0);
        assertEquals(100, memory.used());
    }

    private static MemoryBudget.Share of(MemoryBudget memory, String caller) {
        var share = memory.share();
        share.of(caller);
        return share;
    }

    @Test
    void a_caller_keeps_half_of_it_at_most_as_long_as_there_are_others() {
        var now = new AtomicLong();
        var memory = new MemoryBudget(100, () -> 0, 1000, now::get);
        assertTrue(of(memory, "greedy").resize(50));
        var alone = of(memory, "greedy");
        assertTrue(alone.resize(30), "there is no other yet");
        assertTrue(alone.resize(0));
        var other = of(memory, "other");
        assertFalse(of(memory, "greedy").resize(1));
        assertEquals(50, memory.used(), "what is refused is not kept");
        assertTrue(other.resize(30));
        now.set(TimeUnit.SECONDS.toNanos(60));
        assertTrue(of(memory, "greedy").resize(1), "the other one has not come again for a minute");
    }

    @Test
    void one_request_alone_may_be_larger_than_half_of_it() {
        var memory = new MemoryBudget(100, () -> 0, 1000, () -> 0);
        of(memory, "other");
        var large = of(memory, "large");
        assertTrue(large.resize(80));
        assertFalse(of(memory, "large").resize(1));
        assertTrue(large.resize(0));
        assertTrue(of(memory, "large").resize(1));
    }

    @Test
    void what_came_before_its_caller_was_known_counts_as_its() {
        var memory = new MemoryBudget(100, () -> 0, 1000, () -> 0);
        of(memory, "other");
        var unknown = memory.share();
        assertTrue(unknown.resize(50));
        unknown.of("caller");
        assertFalse(of(memory, "caller").resize(1));
    }
}
