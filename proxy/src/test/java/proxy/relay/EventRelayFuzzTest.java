package proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import proxy.api.Operation;
import proxy.config.ProxyConfig;
import proxy.http.RelayUnderTest;
import proxy.io.Fields;
import proxy.io.MemoryBudget;
import proxy.observe.Reason;
import proxy.stream.Dialect;
import proxy.stream.Event;
import proxy.stream.EventReader;

/**
 * An input is three bytes, of which the lowest bits count, and what an account sends. The first chooses the dialect and whether
 * the usage is hidden, the second where the bytes are split, the third the bounds.
 */
class EventRelayFuzzTest {

    private static final int HEAD = 3;
    private static final Pattern EVENT = Pattern.compile("(?:[^\r\n]++(?:\r\n|\r|\n))*+(?:\r\n|\r|\n)");
    private static final Pattern LAST_WORDS =
            Pattern.compile("(\n\n)?data: \\{\"error\":\\{\"code\":\"upstream_truncated\",[^\r\n]*}\n\n");

    /** One way to send. */
    private record Case(Dialect dialect, boolean hidden, SplittableRandom splits, int bounds, byte[] sent) {

        static Case of(byte[] input) {
            return new Case(
                    Dialect.values()[(input[0] & 3) % 3],
                    (input[0] & 4) != 0,
                    new SplittableRandom(input[1]),
                    input[2],
                    Arrays.copyOfRange(input, HEAD, input.length));
        }

        ProxyConfig.Streams settings() {
            return new ProxyConfig.Streams(
                    (bounds & 1) == 0 ? 4096 : 40,
                    (bounds & 2) == 0 ? 4096 : 20,
                    Duration.ofSeconds((bounds & 4) == 0 ? 1 : 0),
                    Duration.ZERO);
        }

        EventRelay relay(RelayContext to) {
            return new EventRelay(to, new Fields(), dialect, 1, hidden);
        }

        MemoryBudget memory() {
            return new MemoryBudget((bounds & 8) == 0 ? 8192 : 30);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void a_client_gets_whole_events_in_order_and_a_clean_end_only_after_the_last(byte[] input) throws IOException {
        if (input.length < HEAD) {
            return;
        }
        var sending = Case.of(input);
        var memory = sending.memory();
        try (var client = new RelayUnderTest(Operation.CHAT_COMPLETIONS, false)) {
            var relay = sending.relay(client.context(sending.settings(), memory));
            relay(relay, client, sending);
            check(sending, relay, client.client());
        }
        assertEquals(0, memory.used());
    }

    /** Ends the relay as the sending would. */
    private static void relay(EventRelay relay, RelayUnderTest client, Case sending) {
        var whole = feed(relay, sending) && relay.end();
        relay.close();
        if (whole) {
            client.end();
        } else if (relay.begun()) {
            relay.breakOff(Reason.UPSTREAM_TRUNCATED, "over");
        }
    }

    private static boolean feed(EventRelay relay, Case sending) {
        for (var from = 0; from < sending.sent().length; ) {
            var length = 1 + sending.splits().nextInt(Math.min(64, sending.sent().length - from));
            var fault = relay.part(Unpooled.wrappedBuffer(sending.sent(), from, length));
            if (fault == Relay.Fault.FAILED || fault == Relay.Fault.THROTTLED) {
                assertFalse(relay.begun(), "an answer that has begun goes to no other account");
            }
            if (fault != Relay.Fault.NONE) {
                return false;
            }
            from += length;
        }
        return true;
    }

    private static void check(Case sending, EventRelay relay, RelayUnderTest.Client client) {
        var got = new String(client.bytes(), StandardCharsets.ISO_8859_1);
        assertEquals(relay.begun(), client.cleanEnd() || client.closed(), "an answer that begins ends");
        if (!relay.begun()) {
            assertEquals("", got);
            return;
        }
        var sawLast = false;
        for (var event : visible(sending)) {
            if (!got.startsWith(event.text())) {
                got = withoutBrokenOff(got, event.text());
                break;
            }
            sawLast |= event.last();
            got = got.substring(event.text().length());
        }
        if (client.cleanEnd()) {
            assertTrue(sawLast, "a clean end without the last event");
            assertEquals("", got);
        } else {
            assertTrue(LAST_WORDS.matcher(got).matches(), got);
        }
    }

    /** An event is whole at the carriage return of its blank line: a stream that breaks off there has not seen the line feed. */
    private static String withoutBrokenOff(String got, String event) {
        var whole = event.endsWith("\r\n") ? event.substring(0, event.length() - 1) : event;
        return got.startsWith(whole) ? got.substring(whole.length()) : got;
    }

    /** @param last whether it ends the stream */
    private record Seen(String text, boolean last) {}

    private static List<Seen> visible(Case sending) {
        var text = new String(sending.sent(), StandardCharsets.ISO_8859_1);
        var reader = new EventReader(sending.dialect());
        var seen = new ArrayList<Seen>();
        var events = EVENT.matcher(text);
        var end = 0;
        for (; events.lookingAt(); events.region(end, text.length())) {
            end = events.end();
            see(reader, sending, events.group(), "", seen);
        }
        see(reader, sending, text.substring(end), "\n\n", seen);
        return seen;
    }

    private static void see(EventReader reader, Case sending, String text, String blank, List<Seen> seen) {
        var event = reader.read(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
        var last = event.kind() == Event.Kind.END || event.kind() == Event.Kind.ERROR;
        if (!(sending.hidden() && event.onlyUsage())) {
            seen.add(new Seen(text + blank, last));
        }
    }
}
