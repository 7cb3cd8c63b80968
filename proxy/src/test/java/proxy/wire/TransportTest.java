package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import org.junit.jupiter.api.Test;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;
import proxy.upstream.Transport;

/** What moves the bytes. */
class TransportTest {

    private static String best() {
        return IoUring.isAvailable() ? "io_uring" : Epoll.isAvailable() ? "epoll" : "nio";
    }

    @Test
    void it_is_the_best_that_the_machine_has_unless_less_is_asked_for_and_the_status_page_names_it() throws Exception {
        try (var upstream = FakeUpstream.start().ok("ok");
                var proxy = ProxyUnderTest.inFrontOf(upstream, "ok")) {
            assertEquals(200, proxy.call(RawClient.chat("gpt")).status());
            assertEquals(
                    System.getProperty(Transport.PROPERTY, best()),
                    proxy.status().path("transport").asText());
        }
    }
}
