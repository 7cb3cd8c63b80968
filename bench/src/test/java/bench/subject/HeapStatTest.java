package bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class HeapStatTest {

    private static final String INFO = """
            42:
            DefNew     total 29504K, used 23685K [0x0000000687400000, 0x0000000689400000, 0x0000000689400000)
             eden space 26240K,  82% used [0x0000000687400000, 0x0000000688944878, 0x0000000688da0000)
            Tenured    total 354304K, used 1166K [0x0000000689400000, 0x000000069ee00000, 0x0000000800000000)
             the  space 354304K,   0% used [0x0000000689400000, 0x0000000689523ab8, 0x000000069ee00000)
            """;

    @Test
    void what_is_in_use_is_told_by_generation() {
        assertEquals(1_166, HeapStat.oldKib(INFO));
        assertEquals(1_166 + 23_685, HeapStat.usedKib(INFO));
    }

    @Test
    void a_process_that_says_nothing_of_its_heap_is_an_error() {
        assertThrows(IllegalStateException.class, () -> HeapStat.usedKib("42: AttachNotSupportedException"));
    }
}
