package proxy.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.stream.BodyOpening.Kind;

class BodyOpeningTest {

    private static Kind whole(String body) {
        return whole(200, body);
    }

    private static Kind whole(int status, String body) {
        return new BodyOpening(status).observe(Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"chatcmpl-1\",\"error\":{\"code\":\"x\"}}",
                "{\"error\":null,\"id\":\"resp_1\"}",
                "{\"errors\":{}}",
                "{}",
                "[{\"error\":{}}]",
                "\"error\"",
                "{\"error\":{\"code\":\"content_filter\"}}",
                "{\"error\":{\"code\":\"400\"}}",
                "{\"error\":{x}}",
                "plain"
            })
    void what_is_no_error_of_the_account_is_an_answer(String body) {
        assertEquals(Kind.ANSWER, whole(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"code\":\"InternalServerError\",\"message\":\"oh\"}}|FAILED",
                "{ \t\"error\" : { } }|FAILED",
                "{\"error\":{\"code\":429}}|THROTTLED",
                "{\"error\":{\"code\":\"rate_limit_exceeded\"},\"more\":1}|THROTTLED"
            })
    void an_error_in_place_of_the_answer_is_told_by_its_words(String body, Kind kind) {
        assertEquals(kind, whole(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403|REFUSED|{\"error\":{\"code\":\"PermissionDenied\",\"message\":\"lacks the data action\"}}",
                "403|REFUSED|{\"error\":{\"code\":\"AuthenticationTypeDisabled\"}}",
                "403|REFUSED|{\"error\":{\"code\":\"403\",\"message\":\"Public access is disabled. Please configure private endpoint.\"}}",
                "403|REFUSED|{\"error\":{\"code\":403,\"message\":\"Access denied due to Virtual Network/Firewall rules.\"}}",
                "404|REFUSED|{\"error\":{\"code\":\"DeploymentNotFound\",\"message\":\"wait 5 minutes\"}}",
                "403|ANSWER|{\"error\":{\"code\":\"content_filter\",\"message\":\"the prompt speaks of a private endpoint\"}}",
                "403|ANSWER|{\"error\":{\"code\":\"403\",\"message\":\"another reason\"}}",
                "404|ANSWER|{\"error\":{\"code\":\"404\",\"message\":\"Response with id resp_1 not found.\"}}",
                "404|ANSWER|{\"error\":{\"code\":\"InternalServerError\"}}",
                "404|ANSWER|{\"id\":1}"
            })
    void what_the_caller_can_do_nothing_about_is_a_refusal_and_what_it_can_mend_is_an_answer(
            int status, Kind kind, String body) {
        assertEquals(kind, whole(status, body));
    }

    @Test
    void the_word_of_a_refusal_holds_nothing_but_a_word() {
        var opening = new BodyOpening(403);
        var body = "{\"error\":{\"code\":\"PermissionDenied\\n" + "x".repeat(100) + "\"}}";
        opening.observe(Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        assertEquals("PermissionDenied_" + "x".repeat(47), opening.refusal());
    }

    @Test
    void however_it_is_split_the_same_is_found_and_what_was_taken_is_given_back() {
        for (var body : new String[] {
            "{\"error\":{\"code\":\"500\",\"status\" : 429 , \"message\":null}}", " {\"id\":1}", "{\"error\" :1}"
        }) {
            for (var cut = 0; cut < body.length(); cut++) {
                var opening = new BodyOpening(200);
                var first = opening.observe(Unpooled.copiedBuffer(body.substring(0, cut), StandardCharsets.UTF_8));
                if (first == Kind.UNDECIDED) {
                    var rest = Unpooled.copiedBuffer(body.substring(cut), StandardCharsets.UTF_8);
                    assertEquals(whole(body), opening.observe(rest), body + " cut at " + cut);
                    assertEquals(body.substring(0, cut), opening.kept().toString(StandardCharsets.UTF_8));
                } else {
                    assertEquals(whole(body), first, body + " cut at " + cut);
                }
            }
        }
    }

    @Test
    void an_error_that_does_not_end_is_not_kept_for_ever() {
        var endless = "{\"error\":{\"message\":\"" + "x".repeat(16 * 1024);
        assertEquals(Kind.UNDECIDED, whole(endless.substring(0, 16 * 1024 - 1)));
        assertEquals(Kind.ANSWER, whole(endless));
    }

    @Test
    void white_space_that_does_not_end_is_not_kept_for_ever() {
        var opening = new BodyOpening(200);
        for (var part = 0; part < 15; part++) {
            assertEquals(
                    Kind.UNDECIDED,
                    opening.observe(Unpooled.wrappedBuffer(" ".repeat(1024).getBytes())));
        }
        assertEquals(
                Kind.ANSWER,
                opening.observe(Unpooled.wrappedBuffer(" ".repeat(1024).getBytes())));
        assertEquals(15 * 1024, opening.kept().readableBytes());
    }
}
