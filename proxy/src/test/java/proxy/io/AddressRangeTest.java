package proxy.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.20.0.0/16, 10.20.255.1, true",
        "10.20.0.0/16, 10.148.0.1, false",
        "10.20.0.0/16, 10.21.0.0, false",
        "10.20.9.9/16, 10.20.1.1, true",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "0.0.0.0/0, 255.1.2.3, true",
        "0.0.0.0/0, ::1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.2, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false"
    })
    void an_address_lies_in_a_range_when_its_first_bits_are_the_same(String range, String address, boolean inside) {
        assertEquals(inside, AddressRange.parse(range).orElseThrow().contains(InetAddress.ofLiteral(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10/8",
                "10.20.0.0/33",
                "10.20.0.0/",
                "10.20.0.256/8",
                "a.test/8",
                "10.20.0.0/-1",
                "::/129",
                ":"
            })
    void what_is_no_range_is_none(String text) {
        assertEquals(Optional.empty(), AddressRange.parse(text));
    }

    @Test
    void it_is_written_as_it_is_read() {
        assertEquals(
                "10.20.0.0/16", AddressRange.parse("10.20.0.0/16").orElseThrow().toString());
        assertEquals("10.1.2.3/32", AddressRange.parse("10.1.2.3").orElseThrow().toString());
    }
}
