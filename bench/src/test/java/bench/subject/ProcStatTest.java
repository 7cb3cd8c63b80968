package bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void the_command_is_the_images() throws IOException {
        var arguments = ImageCommand.arguments(Path.of(".."));
        assertEquals("proxy.Main", arguments.getLast());
        assertTrue(arguments.contains("-XX:+UseSerialGC"), arguments.toString());
        assertEquals(
                List.of("-x", "A"),
                ImageCommand.arguments("ENTRY_POINT = List.of(\n HOME + \"/java\", \"-x\", \"A\");"));
    }
}
