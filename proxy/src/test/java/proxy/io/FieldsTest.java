package proxy.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    private static final ByteBufAllocator MEMORY = UnpooledByteBufAllocator.DEFAULT;

    @Test
    void a_head_has_its_first_line_and_the_fields_in_order_and_an_empty_line() {
        var head = new Fields().add("one", "\u00e9").add("two", 2).head("HTTP/1.1 200 OK", MEMORY, 9);
        assertEquals("HTTP/1.1 200 OK\r\none: \u00e9\r\ntwo: 2\r\n\r\n", head.toString(StandardCharsets.ISO_8859_1));
        assertEquals(9, head.writableBytes());
        head.release();
    }

    @Test
    void what_is_encoded_already_comes_last() {
        var fields =
                new Fields().last(new EncodedField("authorization", "Bearer t")).add("one", 1);
        var head = fields.head("GET / HTTP/1.1", MEMORY, 0);
        assertEquals(
                "GET / HTTP/1.1\r\none: 1\r\nauthorization: Bearer t\r\n\r\n",
                head.toString(StandardCharsets.ISO_8859_1));
        head.release();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nset-cookie: x", "a\rb", "a\nb"})
    void a_value_cannot_end_its_line(String value) {
        var fields = new Fields();
        assertThrows(IllegalArgumentException.class, () -> fields.add("name", value));
        assertThrows(IllegalArgumentException.class, () -> new EncodedField("name", value));
    }
}
