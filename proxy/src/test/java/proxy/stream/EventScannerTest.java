package proxy.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventScannerTest {

    private final List<String> seen = new ArrayList<>();
    private final List<String> passed = new ArrayList<>();
    private Set<String> hidden = Set.of();

    private final EventScanner.Sink sink = new EventScanner.Sink() {
        @Override
        public boolean event(ByteBuf event) {
            seen.add(event.toString(StandardCharsets.UTF_8));
            return !hidden.contains(event.toString(StandardCharsets.UTF_8).strip());
        }

        @Override
        public void pass(ByteBuf events) {
            passed.add(events.toString(StandardCharsets.UTF_8));
            events.release();
        }
    };

    private EventScanner scanner(int maxEventBytes) {
        return new EventScanner(UnpooledByteBufAllocator.DEFAULT, maxEventBytes, sink);
    }

    private static boolean scan(EventScanner scanner, String part) {
        var bytes = Unpooled.copiedBuffer(part, StandardCharsets.UTF_8);
        try {
            return scanner.scan(bytes);
        } finally {
            assertTrue(bytes.release());
        }
    }

    private static List<String> stripped(List<String> events) {
        return events.stream().map(String::strip).filter(it -> !it.isEmpty()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void events_are_found_wherever_the_bytes_are_split_and_however_lines_end(String line) {
        var first = ": comment" + line + "data: é" + line + "data:b";
        var second = "event: x" + line + "data: {\"a\":1}";
        var text = first + line + line + second + line + line;
        for (var split = 0; split <= text.length(); split++) {
            for (var again = split; again <= text.length(); again++) {
                seen.clear();
                passed.clear();
                try (var scanner = scanner(1024)) {
                    scan(scanner, text.substring(0, split));
                    scan(scanner, text.substring(split, again));
                    scan(scanner, text.substring(again));
                    assertEquals(0, scanner.kept());
                }
                assertEquals(List.of(first, second), stripped(seen));
                assertEquals(text, String.join("", passed));
            }
        }
    }

    @Test
    void half_an_event_is_kept_back_and_goes_nowhere_when_the_stream_is_cut() {
        try (var scanner = scanner(1024)) {
            scan(scanner, "data: 1\n\ndata: 2\n");
            assertEquals(List.of("data: 1\n\n"), passed);
            assertEquals("data: 2\n".length(), scanner.kept());
        }
        assertEquals(List.of("data: 1\n\n"), passed);
    }

    @Test
    void neighbours_leave_together_and_hidden_events_leave_not_at_all() {
        hidden = Set.of("data: 2");
        try (var scanner = scanner(1024)) {
            scan(scanner, "data: 0\n\ndata: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\n");
            scan(scanner, "data: ");
            scan(scanner, "2\n\ndata: 5\n\n");
        }
        assertEquals(List.of("data: 0\n\ndata: 1\n\n", "data: 3\n\ndata: 4\n\n", "data: 5\n\n"), passed);
    }

    @Test
    void an_event_leaves_as_soon_as_its_blank_line_is_there_even_if_a_line_feed_may_follow() {
        try (var scanner = scanner(1024)) {
            scan(scanner, "data: 1\r\n\r");
            assertEquals(List.of("data: 1\r\n\r"), passed);
            scan(scanner, "\ndata: 2");
            assertEquals(List.of("data: 1\r\n\r", "\n"), passed);
        }
    }

    @Test
    void a_hidden_event_takes_a_line_feed_that_follows_later_with_it() {
        hidden = Set.of("data: 1");
        try (var scanner = scanner(1024)) {
            scan(scanner, "data: 1\r\n\r");
            scan(scanner, "\ndata: 2\n\n");
        }
        assertEquals(List.of("data: 2\n\n"), passed);
    }

    @Test
    void an_event_longer_than_the_bound_is_refused_however_slowly_it_comes() {
        try (var scanner = scanner(16)) {
            assertTrue(scan(scanner, "data: 1\n\ndata: 2\n\ndata: 3\n\n"));
            assertTrue(scan(scanner, "data: 78"));
            assertTrue(scan(scanner, "9012345x"));
            assertFalse(scan(scanner, "y"));
        }
    }

    @Test
    void the_end_of_the_stream_stands_for_a_blank_line_when_the_sink_says_so() {
        try (var scanner = scanner(1024)) {
            scan(scanner, "data: [DONE]");
            scanner.end(half -> half.toString(StandardCharsets.UTF_8).equals("data: [DONE]"));
        }
        assertEquals(List.of("data: [DONE]\n\n"), passed);
    }
}
