package proxy.front;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SlowTakerTest {

    private static final byte[] THREE =
            "GET /live HTTP/1.1\r\nHost: sluice\r\n\r\n".repeat(3).getBytes(StandardCharsets.US_ASCII);

    @Test
    void a_request_waits_until_its_client_takes_the_answers_before_it() throws Exception {
        try (var front = new FrontUnderTest(false)) {
            front.takes(false);
            front.send(THREE, 0, THREE.length);
            assertEquals(1, front.answers().size());
            front.takes(true);
            assertEquals(3, front.requests());
        }
    }
}
