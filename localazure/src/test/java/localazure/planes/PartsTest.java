package localazure.planes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
    private final List<String> closed = new ArrayList<>();
    private final Parts parts = new Parts();

    @Test
    void the_last_part_is_closed_first_and_each_once() {
        parts.keep(() -> closed.add("first"));
        parts.keep(() -> closed.add("second"));
        parts.close();
        parts.close();
        assertEquals(List.of("second", "first"), closed);
    }

    @Test
    void a_part_that_fails_to_close_keeps_no_other_open() {
        IOException fault = new IOException("stuck");
        parts.keep(() -> closed.add("first"));
        parts.keep(() -> {
            throw fault;
        });
        IllegalStateException told = assertThrows(IllegalStateException.class, parts::close);
        assertEquals(List.of(fault), List.of(told.getSuppressed()));
        assertEquals(List.of("first"), closed);
    }
}
