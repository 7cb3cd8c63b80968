package proxy.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    @Test
    void a_head_has_its_first_line_and_the_fields_in_order_and_an_empty_line() {
        var head = new Fields().add("one", "\u00e9").add("two", 2).head("HTTP/1.1 200 OK");
        assertEquals("HTTP/1.1 200 OK\r\none: \u00e9\r\ntwo: 2\r\n\r\n", new String(head, StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nset-cookie: x", "a\rb", "a\nb"})
    void a_value_cannot_end_its_line(String value) {
        var fields = new Fields();
        assertThrows(IllegalArgumentException.class, () -> fields.add("name", value));
    }
}
