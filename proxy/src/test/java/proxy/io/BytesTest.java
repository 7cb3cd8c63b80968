package proxy.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, '\n', '\r', 0x1f, 0x7f})
    void each_control_character_is_found_wherever_it_stands(int control) {
        for (var length = 1; length < 20; length++) {
            for (var at = 0; at < length; at++) {
                var bytes = filled(length, 'a');
                bytes[at] = (byte) control;
                assertEquals(at, Bytes.firstControl(bytes, 0, length), at + " of " + length);
            }
        }
    }

    @Test
    void every_other_byte_is_none_whatever_stands_beside_it() {
        for (var other = 0; other < 256; other++) {
            if (other == '\t' || (other >= ' ' && other != 0x7f)) {
                for (var beside : new int[] {'\t', ' ', '~', 0x80, 0xff}) {
                    var bytes = filled(17, beside);
                    bytes[3] = bytes[9] = bytes[16] = (byte) other;
                    assertEquals(17, Bytes.firstControl(bytes, 0, 17), other + " beside " + beside);
                }
            }
        }
    }

    @Test
    void only_what_is_asked_for_is_looked_at() {
        var bytes = filled(32, 0);
        Arrays.fill(bytes, 4, 20, (byte) 'a');
        assertEquals(20, Bytes.firstControl(bytes, 4, 20));
        assertEquals(4, Bytes.firstControl(bytes, 4, 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0xc3, 0xff})
    void each_byte_beyond_ascii_is_found_wherever_it_stands(int beyond) {
        for (var length = 1; length < 20; length++) {
            assertEquals(length, Bytes.firstBeyondAscii(filled(length, 0x7f), 0, length));
            for (var at = 0; at < length; at++) {
                var bytes = filled(length, 0x7f);
                bytes[at] = (byte) beyond;
                assertEquals(at, Bytes.firstBeyondAscii(bytes, 0, length), at + " of " + length);
            }
        }
    }

    private static byte[] filled(int length, int with) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }
}
