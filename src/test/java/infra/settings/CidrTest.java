package infra.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "10.20.0.0/16", "192.168.1.128/25", "255.255.255.255/32"})
    void a_range_reads_back_as_it_was_written(String text) {
        assertEquals(text, Cidr.parse(text).orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.20.0.0", "10.20.0.0/33", "10.20.0.1/16", "10.256.0.0/16", "a.b.c.d/8", "10.20.0.0/16 "})
    void anything_else_is_no_range(String text) {
        assertEquals(Optional.empty(), Cidr.parse(text));
    }

    @Test
    void ranges_overlap_when_they_share_an_address() {
        assertTrue(range("10.0.0.0/8").overlaps(range("10.255.255.255/32")));
        assertFalse(range("10.0.0.0/9").overlaps(range("10.128.0.0/9")));
        assertTrue(range("10.0.0.0/8").contains(range("10.1.0.0/16")));
        assertFalse(range("10.1.0.0/16").contains(range("10.0.0.0/8")));
    }

    @Test
    void a_range_begins_at_a_multiple_of_its_size() {
        var fault = assertThrows(IllegalArgumentException.class, () -> new Cidr(1, 16));
        assertEquals("address: 0.0.0.1 (expected: the first address of a /16)", fault.getMessage());
    }

    private static Cidr range(String text) {
        return Cidr.parse(text).orElseThrow();
    }
}
