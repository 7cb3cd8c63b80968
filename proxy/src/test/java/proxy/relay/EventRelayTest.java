package proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import proxy.api.Operation;
import proxy.config.ProxyConfig;
import proxy.http.RelayUnderTest;
import proxy.io.Fields;
import proxy.io.MemoryBudget;
import proxy.stream.Dialect;
import proxy.upstream.AttemptListener.Failure;

/** In memory, in virtual time. */
class EventRelayTest {

    private static final String HELLO = "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n";
    private static final String ROLE = "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private static RelayUnderTest relay(ProxyConfig.Streams settings) {
        var relay = new RelayUnderTest(Operation.CHAT_COMPLETIONS, false, settings);
        relay.channel().freezeTime();
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
        relay.sending().onHead(head);
        return relay;
    }

    private static RelayUnderTest relay() {
        return relay(RelayUnderTest.SETTINGS);
    }

    /** One beside the sending's own. */
    private static EventRelay beside(RelayUnderTest client, ProxyConfig.Streams settings, MemoryBudget memory) {
        return new EventRelay(client.context(settings, memory), new Fields(), Dialect.CHAT, 1, false);
    }

    private static void send(RelayUnderTest relay, String part) {
        relay.sending().onBody(bytes(part));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static void pass(RelayUnderTest relay, long millis) {
        relay.channel().advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        relay.channel().runScheduledPendingTasks();
    }

    @Test
    void parts_that_come_together_leave_in_one_flush() throws IOException {
        try (var relay = relay()) {
            for (var count = 0; count < 5; count++) {
                send(relay, HELLO);
            }
            assertEquals(0, relay.flushes());
            relay.sending().onPause();
            assertEquals(1, relay.flushes());
            assertEquals(HELLO.repeat(5), relay.client().body());
            relay.sending().onFailure(Failure.RESET, "over");
        }
    }

    @Test
    void what_is_held_leaves_when_the_time_of_the_settings_is_over() throws IOException {
        try (var relay = relay()) {
            send(relay, ROLE);
            relay.sending().onPause();
            pass(relay, 999);
            assertFalse(relay.begun());
            pass(relay, 1);
            assertEquals(ROLE, relay.client().body());
            relay.sending().onFailure(Failure.RESET, "over");
        }
    }

    @Test
    void a_stream_that_breaks_before_its_answer_begins_goes_to_another_account() throws IOException {
        for (var failure : new Failure[] {Failure.RESET, Failure.TIMEOUT}) {
            try (var relay = relay()) {
                send(relay, ROLE + "data: {\"half");
                relay.sending().onFailure(failure, "broke");
                assertTrue(relay.leftForAnother());
                assertEquals("", relay.client().body());
            }
        }
    }

    @Test
    void an_answer_does_not_begin_when_an_error_follows_what_is_more_than_may_be_held() throws IOException {
        var settings = new ProxyConfig.Streams(4096, 20, Duration.ofSeconds(1), Duration.ZERO);
        var memory = new MemoryBudget(8192);
        try (var client = new RelayUnderTest(Operation.CHAT_COMPLETIONS, false)) {
            var relay = beside(client, settings, memory);
            assertEquals(Relay.Fault.FAILED, relay.part(bytes(ROLE + "data: {\"error\":{}}\n\n")));
            assertFalse(relay.begun());
            relay.close();
            assertEquals("", client.client().body());
        }
        assertEquals(0, memory.used());
    }

    @Test
    void a_stream_that_breaks_after_its_end_is_whole() throws IOException {
        try (var relay = relay()) {
            send(relay, HELLO + DONE);
            relay.sending().onFailure(Failure.RESET, "broke");
            var client = relay.client();
            assertTrue(client.cleanEnd());
            assertEquals(HELLO + DONE, client.body());
        }
    }

    @Test
    void a_silent_stream_gets_a_comment_and_a_lively_one_none() throws IOException {
        var settings = new ProxyConfig.Streams(1024, 1024, Duration.ofSeconds(1), Duration.ofSeconds(15));
        try (var relay = relay(settings)) {
            pass(relay, 60_000);
            relay.client();
            send(relay, HELLO);
            pass(relay, 10_000);
            send(relay, HELLO + "data: {\"ha");
            pass(relay, 14_999);
            assertEquals(HELLO + HELLO, relay.client().body());
            pass(relay, 1);
            assertEquals(": keep-alive\n\n", relay.client().body());
            pass(relay, 15_000);
            send(relay, "lf\"}\n\n" + DONE);
            relay.sending().onEnd();
            assertEquals(
                    ": keep-alive\n\ndata: {\"half\"}\n\n" + DONE,
                    relay.client().body());
            pass(relay, 60_000);
            assertEquals("", relay.client().body());
        }
    }

    @Test
    void an_answer_whose_head_cannot_be_sent_has_not_begun() {
        try (var client = new RelayUnderTest(Operation.CHAT_COMPLETIONS, false)) {
            var relay = beside(client, RelayUnderTest.SETTINGS, new MemoryBudget(8192));
            client.breakHead();
            assertThrows(IllegalStateException.class, () -> relay.part(bytes(HELLO)));
            assertFalse(relay.begun());
            relay.close();
        }
    }

    @Test
    void without_memory_nothing_is_held_and_half_an_event_is_too_much() throws IOException {
        var memory = new MemoryBudget(40);
        try (var client = new RelayUnderTest(Operation.CHAT_COMPLETIONS, false)) {
            var relay = beside(client, RelayUnderTest.SETTINGS, memory);
            assertEquals(Relay.Fault.NONE, relay.part(bytes(ROLE)));
            assertEquals(ROLE, client.client().body());
            assertEquals(Relay.Fault.NONE, relay.part(bytes("data: 1234")));
            assertEquals(10, memory.used());
            assertEquals(Relay.Fault.OVERLOADED, relay.part(bytes("x".repeat(40))));
            relay.close();
            assertEquals(0, memory.used());
        }
    }
}
