package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import proxy.testkit.RawClient;

class ScreenedAnswersTest extends ScreeningCase {

    @Test
    void an_error_in_place_of_an_answer_is_no_answer_though_answers_wait_until_they_are_whole() throws Exception {
        upstream.on("ok", exchange -> exchange.answer(200, "", "{\"error\":{\"code\":\"server_error\"}}"));
        try (var proxy = proxy(rules -> rules.put("answers", "block"))) {
            var answer = proxy.call(chat("hello"));
            assertEquals(502, answer.status(), answer.body());
            assertTrue(answer.body().contains("\"error\""), answer.body());
        }
    }

    /** As without screening: the account is well, its pool is left alone, and another one is asked. */
    @Test
    void an_account_that_says_under_a_good_status_that_it_has_no_quota_is_throttled_though_answers_wait()
            throws Exception {
        upstream.on("empty", exchange -> exchange.answer(200, "", "{\"error\":{\"code\":\"429\"}}"));
        try (var proxy = proxy(rules -> rules.put("answers", "block"), setup -> setup.account(upstream.url("empty")))) {
            while (upstream.count("empty") == 0) {
                assertEquals(200, proxy.call(chat("hello")).status());
            }
            for (var count = 0; count < 4; count++) {
                assertEquals(200, proxy.call(chat("hello")).status());
            }
            assertEquals(1, upstream.count("empty"), "parked");
            var deployment = proxy.status().path("deployments").get(1);
            assertTrue(deployment.path("parkedMillis").asLong() > 0, deployment::toString);
        }
    }

    @Test
    void a_whole_answer_with_a_word_of_the_list_is_an_error_and_has_been_paid() throws Exception {
        var body = "{\"choices\":[{\"message\":{\"content\":\"It is \\u0066alcon\"}}],"
                + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}}";
        upstream.on("ok", exchange -> exchange.answer(200, "", body));
        try (var proxy = proxy(rules -> rules.put("answers", "block"))) {
            var answer = proxy.call(chat("hello"));
            assertEquals("400 content_screened", says(answer));
            assertTrue(answer.body().contains("(rule: answer_words)"), answer.body());
            var line = proxy.awaitEvent("screenedBy");
            assertTrue(line.contains("\"completionTokens\":7"), line);
        }
        try (var proxy = proxy(rules -> rules.put("answers", "log"))) {
            assertEquals(body, proxy.call(chat("hello")).body());
        }
    }

    @Test
    void an_answer_that_is_no_json_is_refused_where_words_are() throws Exception {
        for (var body :
                new String[] {"{\"choices\":[{\"message\":{\"content\":\"falcon\"", "falcon", "[]", "{} falcon"}) {
            upstream.on("ok", exchange -> exchange.answer(200, "", body));
            try (var proxy = proxy(rules -> rules.put("answers", "block"))) {
                var answer = proxy.call(chat("hello"));
                assertEquals("400 content_screened", says(answer), body);
                assertTrue(answer.body().contains("(rule: answer_unread)"), answer.body());
                assertFalse(answer.body().contains("falcon"), answer.body());
            }
            try (var proxy = proxy(rules -> rules.put("answers", "log"))) {
                assertEquals(body, proxy.call(chat("hello")).body());
                var line = proxy.awaitEvent("\"screening\"");
                assertTrue(line.contains("\"answer_unread\":{\"json\":1}"), line);
            }
        }
    }

    @Test
    void an_error_of_the_account_is_the_callers_to_read_though_it_is_no_json() throws Exception {
        upstream.on("ok", exchange -> exchange.answer(404, "", "no such thing"));
        try (var proxy = proxy(rules -> rules.put("answers", "block"))) {
            assertEquals("no such thing", proxy.call(chat("hello")).body());
        }
    }

    @Test
    void a_long_answer_is_looked_through_beside_the_event_loop() throws Exception {
        var more = "some more words ".repeat(10_000);
        var said = new AtomicReference<>("");
        upstream.on("ok", exchange -> exchange.answer(200, "", answer(said.get())));
        for (var action : new String[] {"block", "log"}) {
            try (var proxy = proxy(rules -> rules.put("answers", action))) {
                said.set(more);
                assertEquals(answer(more), proxy.call(chat("hello")).body());
                said.set(more + "falcon");
                var blocks = action.equals("block");
                assertEquals(blocks ? "400 content_screened" : "200 ", says(proxy.call(chat("hello"))));
                assertTrue(proxy.awaitEvent("\"screening\"").contains("\"answer_words\":{\"line_2\":1}"));
            }
        }
    }

    @Test
    void an_answer_that_there_is_no_memory_for_is_broken_off_only_where_words_are_refused() throws Exception {
        var body = answer("falcon " + "x".repeat(2 * 1024 * 1024));
        upstream.on("ok", exchange -> exchange.answer(200, "", body));
        try (var proxy = proxy(rules -> rules.put("answers", "log"), setup -> setup.limit("memoryBudgetMiB", 1))) {
            assertEquals(body, proxy.call(chat("hello")).body());
            var line = proxy.awaitEvent("\"screening\"");
            assertTrue(line.contains("\"answer_unread\":{\"memory\":1}"), line);
        }
        try (var proxy = proxy(rules -> rules.put("answers", "block"), setup -> setup.limit("memoryBudgetMiB", 1))) {
            assertEquals("503 overloaded", says(proxy.call(chat("hello"))));
        }
    }

    private static String answer(String text) {
        return "{\"choices\":[{\"message\":{\"content\":\"" + text + "\"}}]}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "transcriptions | application/json  | {\"text\":\"a falcon\",\"segments\":[]}",
                "translations   | application/json  | {\"text\":\"a falcon\"}",
                "transcriptions | text/plain        | a falcon",
                "transcriptions | text/vtt          | WEBVTT 00:00 a falcon",
                "transcriptions | text/event-stream | data: {\"type\":\"transcript.text.delta\",\"delta\":\"a falcon \"}"
            })
    void transcripts_are_looked_at(String operation, String type, String body) throws Exception {
        var end = type.contains("event") ? "data: {\"type\":\"transcript.text.done\"}\n\n" : "";
        var whole = body + "\n\n" + end;
        upstream.on(
                "ok",
                exchange -> exchange.send("HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\ncontent-length: "
                        + whole.length() + "\r\n\r\n" + whole));
        var form = "--x\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ngpt\r\n--x--\r\n";
        var request = RawClient.post("/v1/audio/" + operation, form)
                .replace("application/json", "multipart/form-data; boundary=x");
        try (var proxy = proxy(rules -> rules.put("answers", "block"))) {
            assertEquals("400 content_screened", says(proxy.call(request)));
        }
        try (var proxy = proxy(rules -> rules.put("answers", "log"))) {
            proxy.call(request);
            assertTrue(proxy.awaitEvent("\"screening\"").contains("\"answer_words\":{\"line_2\":1}"));
        }
    }
}
