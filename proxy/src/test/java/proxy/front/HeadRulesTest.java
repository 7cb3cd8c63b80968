package proxy.front;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadRulesTest {

    private static final String LINE = "GET /live HTTP/1.1\r\nHost:";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                " sluice.example-1_x:8080 ",
                "127.0.0.1",
                "10.0.0.1:1",
                "[::1]",
                "[2001:DB8::a]:65535",
                "[::ffff:10.0.0.1]"
            })
    void a_name_or_an_address_is_a_host(String host) {
        assertEquals("", fault(host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "a:",
                "a:123456",
                "a:8o",
                "a:1:2",
                "a b",
                "a@b",
                "a,b",
                "é",
                "::1",
                "[]",
                "[:]",
                "[::1",
                "::1]",
                "[::1]x",
                "[::1]x:80",
                "[::1]]",
                "[[::1]",
                "[::1]:",
                "[::g]",
                "x[::1]"
            })
    void anything_else_is_not_a_host(String host) {
        assertEquals("Malformed request: host (expected: one NAME or NAME:PORT)", fault(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "a\rb", "a\0", "\u007f", "\u0001"})
    void a_control_character_in_a_value_is_refused(String value) {
        assertEquals("Malformed request: field value (expected: no control characters)", fault(value));
    }

    private static String fault(String host) {
        var head = (LINE + host).getBytes(StandardCharsets.ISO_8859_1);
        return HeadRules.check(head, head.length).map(Malformed::message).orElse("");
    }
}
