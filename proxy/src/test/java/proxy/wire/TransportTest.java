package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.Test;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** What moves the bytes. */
class TransportTest {

    @Test
    void the_status_page_names_it() throws Exception {
        try (var upstream = FakeUpstream.start().ok("ok");
                var proxy = ProxyUnderTest.inFrontOf(upstream, "ok")) {
            assertEquals(200, proxy.call(RawClient.chat("gpt")).status());
            assertEquals(
                    Epoll.isAvailable() ? "epoll" : "nio",
                    proxy.status().path("transport").asText());
        }
    }
}
