package proxy.front;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import proxy.http.Drain;

/** A loop that is kept from running beyond its deadlines, by a collection or because its share of the processor is used up. */
class StandstillTest {

    private static final byte[] PROBE = "GET /live HTTP/1.1\r\nHost: sluice\r\n\r\n".getBytes(ISO_8859_1);
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void a_request_that_came_meanwhile_is_answered() throws Exception {
        try (var front = new FrontUnderTest(false)) {
            front.pass(LONG);
            front.send(PROBE, 0, PROBE.length);
            assertEquals(200, front.answers().getFirst().status());
        }
    }

    @Test
    void a_client_of_which_nothing_came_meanwhile_is_left() throws Exception {
        try (var front = new FrontUnderTest(false)) {
            front.pass(LONG);
            assertFalse(front.closed());
            front.pass(Duration.ofMillis(1));
            assertTrue(front.closed());
        }
    }

    @Test
    void a_request_that_came_before_the_drain_was_quiet_is_answered() throws Exception {
        try (var front = new FrontUnderTest(false)) {
            front.hears(Drain.QUIET);
            front.send(PROBE, 0, PROBE.length);
            front.pass(Duration.ofMillis(1));
            assertEquals(200, front.answers().getFirst().status());
        }
    }

    @Test
    void a_client_of_which_nothing_came_before_the_drain_was_quiet_is_left() throws Exception {
        try (var front = new FrontUnderTest(false)) {
            front.hears(Drain.QUIET);
            assertFalse(front.closed());
            front.pass(Duration.ofMillis(1));
            assertTrue(front.closed());
        }
    }
}
