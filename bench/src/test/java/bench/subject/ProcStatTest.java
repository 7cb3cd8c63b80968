package bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProcStatTest {

    @Test
    void time_is_user_and_system_behind_a_name_that_may_hold_anything() {
        assertEquals(1_230_000, ProcStat.micros("42 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 100 23 0 0 20 0 1 0 5 6"));
    }

    @Test
    void this_process_has_memory_and_descriptors() {
        var pid = ProcessHandle.current().pid();
        assertTrue(ProcStat.residentKib(pid) > 10_000);
        assertTrue(ProcStat.descriptors(pid) > 2);
        assertTrue(ProcStat.descriptorLimit() >= ProcStat.descriptors(pid));
    }

    @Test
    void a_process_that_is_gone_used_nothing() {
        assertEquals(0, ProcStat.cpuMicros(Integer.MAX_VALUE));
    }
}
