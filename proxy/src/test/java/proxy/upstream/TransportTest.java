package proxy.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Which transports may be asked for. */
class TransportTest {

    @Test
    void one_that_nobody_knows_is_refused_by_its_name() {
        var fault = assertThrows(IllegalArgumentException.class, () -> Transport.best("uring"));
        assertEquals("proxy.transport: uring (expected: io_uring, epoll or nio)", fault.getMessage());
    }

    @Test
    void the_one_that_every_machine_has_can_be_asked_for() {
        assertEquals("nio", Transport.best("nio").name());
    }
}
