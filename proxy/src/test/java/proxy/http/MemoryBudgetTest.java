package proxy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryBudgetTest {

    @ParameterizedTest
    @CsvSource({"0, true, true", "850, true, true", "851, false, true", "920, false, true", "921, false, false"})
    void when_buffers_run_out_bodies_are_refused_first_and_then_requests(long buffers, boolean body, boolean request) {
        var memory = new MemoryBudget(100, () -> buffers, 1000);
        assertEquals(body, memory.fits(1));
        assertEquals(request, memory.fits(0));
    }

    @Test
    void what_does_not_fit_changes_nothing_and_less_always_fits() {
        var memory = new MemoryBudget(100, () -> 0, 1000);
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
        var memory = new MemoryBudget(100, () -> 0, 1000);
        var waiting = memory.share();
        waiting.keep(150);
        assertEquals(150, memory.used());
        assertFalse(memory.fits(0));
        assertTrue(memory.share().resize(100), "what is taken on already has its own limit");
        waiting.keep(0);
        assertEquals(100, memory.used());
    }
}
