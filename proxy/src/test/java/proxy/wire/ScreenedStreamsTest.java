package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import proxy.testkit.Await;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

class ScreenedStreamsTest extends ScreeningCase {

    @Test
    void a_stream_ends_with_an_error_before_a_word_of_the_list_is_whole() throws Exception {
        upstream.on("ok", exchange -> {
            exchange.beginStream();
            for (var text : new String[] {"All ", "about ", "fal", "c", "on", " and more"}) {
                exchange.chunk(piece(text));
            }
            exchange.awaitClose();
            exchange.chunk("too late");
        });
        try (var proxy = proxy(rules -> rules.put("answers", "block"));
                var client = proxy.client()) {
            var got = client.send(stream()).readToEnd();
            assertTrue(got.contains("about "), got);
            assertFalse(got.contains("\"fal\"") || got.contains("[DONE]") || got.endsWith("0\r\n\r\n"), got);
            assertTrue(got.contains("data: {\"error\":{\"code\":\"content_screened\""), got);
            var line = proxy.awaitEvent("screenedBy");
            assertTrue(line.contains("\"answer_words\":{\"line_2\":1}"), line);
            assertTrue(line.contains("\"reason\":\"content_screened\""), line);
        }
    }

    @Test
    void a_stream_without_a_word_of_the_list_comes_whole_and_as_it_was() throws Exception {
        var events = piece("fal") + piece("con") + piece("s") + ": comment\n\n" + piece("f") + "data: [DONE]\n\n";
        upstream.on("ok", exchange -> {
            exchange.beginStream();
            for (var at = 0; at < events.length(); at += 7) {
                exchange.chunk(events.substring(at, Math.min(events.length(), at + 7)));
            }
            exchange.endStream();
        });
        for (var action : new String[] {"block", "log", "off"}) {
            try (var proxy = proxy(rules -> rules.put("answers", action))) {
                assertEquals(events, proxy.call(stream()).body(), action);
            }
        }
    }

    @Test
    void a_stream_is_passed_whole_wherever_it_is_parted_once_the_service_has_spoken_of_the_prompt() throws Exception {
        var events = "data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n" + piece("Hi") + "data: [DONE]\n\n";
        var length = new AtomicInteger();
        upstream.on("ok", exchange -> {
            exchange.beginStream();
            for (var at = 0; at < events.length(); at += length.get()) {
                exchange.chunk(events.substring(at, Math.min(events.length(), at + length.get())));
            }
            exchange.endStream();
        });
        try (var proxy = proxy(rules -> rules.put("injection", "log"))) {
            for (length.set(1); length.get() < events.length(); length.addAndGet(5)) {
                assertEquals(events, proxy.call(stream()).body(), "parts of " + length.get());
            }
        }
    }

    @Test
    void a_word_before_the_connection_is_cut_is_what_the_caller_hears_of() throws Exception {
        upstream.on("ok", exchange -> {
            exchange.beginStream();
            exchange.chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a falcon\"}}]}\n\n");
            throw new IOException("cut");
        });
        try (var proxy = proxy(rules -> rules.put("answers", "block"))) {
            assertEquals("400 content_screened", says(proxy.call(stream())));
            assertEquals(1, upstream.count("ok"));
        }
    }

    @Test
    void a_word_at_the_very_end_of_a_stream_is_noticed() throws Exception {
        upstream.on("ok", exchange -> {
            exchange.beginStream();
            exchange.chunk(piece("a falcon") + "data: [DONE]\n\n");
            exchange.endStream();
        });
        try (var proxy = proxy(rules -> rules.put("answers", "block"))) {
            assertEquals("400 content_screened", says(proxy.call(stream())));
        }
        try (var proxy = proxy(rules -> rules.put("answers", "log"))) {
            assertTrue(proxy.call(stream()).body().endsWith("[DONE]\n\n"));
            var line = proxy.awaitEvent("\"screening\"");
            assertTrue(line.contains("\"answer_words\":{\"line_2\":1}") && !line.contains("screenedBy"), line);
        }
    }

    @Test
    void a_text_that_is_over_holds_nothing_back_though_its_last_letter_begins_a_word() throws Exception {
        for (var events : new String[][] {
            {piece(0, "reasoning_content", "if"), piece("Yes "), piece("Hello ")},
            {piece(0, "reasoning_content", "of f"), piece("Yes "), piece("Hello ")},
            {
                piece(1, "content", "a f"),
                "data: {\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
                piece("Hello ")
            }
        }) {
            upstream.on("ok", exchange -> {
                exchange.beginStream();
                for (var event : events) {
                    exchange.chunk(event);
                }
                exchange.awaitClose();
            });
            try (var proxy = proxy(rules -> rules.put("answers", "block"));
                    var client = proxy.client()) {
                client.send(stream()).readUntil("Hello ");
            }
        }
    }

    @Test
    void a_word_at_the_end_of_a_text_is_noticed_before_the_next_text_passes() throws Exception {
        streams(piece(0, "reasoning_content", "a falcon"), piece("Hello "), "data: [DONE]\n\n");
        try (var proxy = proxy(rules -> rules.put("answers", "block"))) {
            assertEquals("400 content_screened", says(proxy.call(stream())));
        }
    }

    @Test
    void a_word_is_noticed_though_texts_take_turns() throws Exception {
        streams(piece("fal"), piece(0, "refusal", "x "), piece("con "), "data: [DONE]\n\n");
        try (var proxy = proxy(rules -> rules.put("answers", "block"));
                var client = proxy.client()) {
            var got = client.send(stream()).readToEnd();
            assertTrue(got.contains("content_screened") && !got.contains("\"con \""), got);
        }
        streams(piece("fal"), piece(1, "content", "x "), piece("con "), "data: [DONE]\n\n");
        try (var proxy = proxy(rules -> rules.put("answers", "block"))) {
            assertEquals("400 content_screened", says(proxy.call(stream())));
        }
    }

    @Test
    void a_refused_stream_has_used_what_came_of_it() throws Exception {
        streams(piece("All of it, and "), piece("about a falcon "), piece("more"), "data: [DONE]\n\n");
        try (var proxy = proxy(rules -> rules.put("answers", "block"));
                var client = proxy.client()) {
            client.send(stream()).readToEnd();
            var line = proxy.awaitEvent("screenedBy");
            assertTrue(
                    line.matches(".*\"usage\":\"estimated\",\"promptTokens\":\\d+,\"completionTokens\":[5-8],.*"),
                    line);
        }
    }

    @Test
    void an_event_that_is_no_json_is_refused_where_words_are() throws Exception {
        streams("data: {\"choices\":[{\"delta\":{\"content\":\"a falcon\"\n\n", "data: [DONE]\n\n");
        try (var proxy = proxy(rules -> rules.put("answers", "block"))) {
            var answer = proxy.call(stream());
            assertEquals("400 content_screened", says(answer));
            assertTrue(answer.body().contains("(rule: answer_unread)"), answer.body());
        }
        try (var proxy = proxy(rules -> rules.put("answers", "log"))) {
            assertTrue(proxy.call(stream()).body().contains("falcon"));
            var line = proxy.awaitEvent("\"screening\"");
            assertTrue(line.contains("\"answer_unread\":{\"json\":1}"), line);
        }
    }

    @Test
    void a_line_end_that_comes_in_two_reads_comes_whole() throws Exception {
        var event = piece("Hello ").replace("\n", "\r\n");
        var rest = "\ndata: [DONE]\r\n\r\n";
        for (var action : new String[] {"block", "log"}) {
            var arrived = new CountDownLatch(1);
            upstream.on("ok", exchange -> {
                exchange.beginStream();
                exchange.chunk(event.substring(0, event.length() - 1));
                arrived.await();
                exchange.chunk(rest);
                exchange.endStream();
            });
            try (var proxy = proxy(rules -> rules.put("answers", action));
                    var client = proxy.client()) {
                var got = client.send(stream()).readUntil("Hello ");
                arrived.countDown();
                got += client.readUntil("[DONE]");
                assertTrue(got.contains("\r\n\r\r\n1\r\n\n\r\n"), got);
            }
        }
    }

    /** Of more than is looked through on the event loop. */
    private static final String LONG = "some more words ".repeat(4_000);

    @Test
    void long_events_are_looked_through_beside_the_event_loop_and_all_of_it_comes_in_order() throws Exception {
        var events = piece("fal") + piece(LONG) + piece("a") + piece(LONG + LONG) + piece("f")
                + piece(LONG).replace("\n\n", "\r\r\n") + "data: [DONE]\n\n";
        upstream.on("ok", exchange -> {
            exchange.beginStream();
            var half = events.length() / 2;
            exchange.chunk(events.substring(0, half));
            exchange.chunk(events.substring(half));
            exchange.endStream();
        });
        for (var action : new String[] {"block", "log"}) {
            try (var proxy = proxy(rules -> rules.put("answers", action));
                    var client = proxy.client()) {
                for (var count = 0; count < 20; count++) {
                    assertEquals(events, client.call(stream()).body(), action);
                }
            }
        }
    }

    @Test
    void a_word_that_ends_in_a_long_event_is_found_before_any_of_it_passes() throws Exception {
        streams(piece("It is a fal"), piece("con and " + LONG), piece("z"), "data: [DONE]\n\n");
        try (var proxy = proxy(rules -> rules.put("answers", "block"))) {
            assertEquals("400 content_screened", says(proxy.call(stream())));
        }
        try (var proxy = proxy(rules -> rules.put("answers", "log"))) {
            assertEquals("200 ", says(proxy.call(stream())));
            assertTrue(proxy.awaitEvent("\"screening\"").contains("\"answer_words\":{\"line_2\":1}"));
        }
    }

    @Test
    void a_word_behind_a_long_event_is_found_though_the_stream_is_over() throws Exception {
        streams(piece("Hi " + LONG), piece("a falcon"), "data: [DONE]\n\n");
        try (var proxy = proxy(rules -> rules.put("answers", "block"));
                var client = proxy.client()) {
            var got = client.send(stream()).readToEnd();
            assertTrue(got.contains("content_screened"), got);
            assertFalse(got.contains("falcon") || got.contains("[DONE]"), got);
        }
    }

    @Test
    void a_stream_of_long_events_that_there_is_no_memory_to_look_at_passes_where_words_are_only_logged()
            throws Exception {
        var events = piece("some more words ".repeat(2_500)).repeat(60) + "data: [DONE]\n\n";
        streams(events);
        var others = new ArrayList<RawClient>();
        try (var proxy = proxy(rules -> rules.put("answers", "log"), setup -> setup.limit("memoryBudgetMiB", 1))) {
            while (freeBytes(proxy) >= 96 * 1024) {
                others.add(keeping(16 * 1024, proxy));
            }
            for (var count = 0; count < 5; count++) {
                assertEquals(events, proxy.call(stream()).body());
            }
            var line = proxy.awaitEvent("\"screening\"");
            assertTrue(line.contains("\"answer_unread\":{\"memory\":1}"), line);
        } finally {
            for (var other : others) {
                other.close();
            }
        }
    }

    /** A client of whose unfinished body at least so many bytes are kept: how far buffers leap is up to their allocator. */
    private static RawClient keeping(int bytes, ProxyUnderTest proxy) throws IOException {
        var before = freeBytes(proxy);
        var client = proxy.client();
        var unfinished = RawClient.post("/v1/chat/completions", "x".repeat(bytes + 1));
        client.send(unfinished.substring(0, unfinished.length() - 1));
        Await.until(() -> before - freeBytes(proxy) >= bytes);
        return client;
    }

    private static long freeBytes(ProxyUnderTest proxy) {
        try {
            return 1024 * 1024 - proxy.status().path("memory").path("usedBytes").asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
